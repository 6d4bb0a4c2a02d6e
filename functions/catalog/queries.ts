import * as z from 'zod';
import type { Table } from '../../shared/dynamodb/table.ts';
import type { Money } from '../../shared/kernel/money.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { PRODUCT_STATUSES, type ProductStatus } from './domain/values.ts';
import { productsIndex, skuKey } from './store/keys.ts';

/** A SKU that can be added to a cart if its status is `active`. */
export interface Sellable {
  readonly sku: string;
  readonly productId: string;
  /** Includes the variant's title, e.g. `Linen shirt – M`. */
  readonly title: string;
  readonly unitPrice: Money;
  readonly status: ProductStatus;
}

const skuItemSchema = z.object({
  sku: z.string(),
  productId: z.string(),
  title: z.string(),
  unitPrice: moneySchema,
  status: z.enum(PRODUCT_STATUSES),
  sold: z.boolean(),
});

const listedItem = z.object({
  sku: z.string(),
  title: z.string(),
  variants: z.array(z.object({ sku: z.string(), title: z.string() })),
});

/** A product in a list of names. Without variants its own SKU is sold. */
export type ListedProduct = z.output<typeof listedItem>;

/** Queries for other domains. */
export const catalogQueries = (table: Table) => ({
  /**
   * Finds sellables by SKU. Leaves out unknown SKUs and reserved ones (the own SKU of a product
   * with variants). Strongly consistent; 1 read unit per SKU.
   */
  async getSellables(skus: readonly string[]): Promise<ReadonlyMap<string, Sellable>> {
    const items = await table.batchGet([...new Set(skus)].map(skuKey), skuItemSchema);
    return new Map(items.flatMap(({ sold, ...sellable }) => (sold ? [[sellable.sku, sellable] as const] : [])));
  },

  /** The newest active products, from an index. 0.5 read units per 4 KB. */
  async listNewest(limit: number): Promise<readonly ListedProduct[]> {
    const page = { pk: productsIndex('active'), index: 'gsi1', descending: true, limit } as const;
    return (await table.query(page, listedItem)).items;
  },
});
