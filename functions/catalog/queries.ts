import * as z from 'zod';
import type { Table } from '../../shared/dynamodb/table.ts';
import type { Money } from '../../shared/kernel/money.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { PRODUCT_STATUSES, type ProductStatus } from './domain/values.ts';
import { skuKey } from './store/keys.ts';

/** What can be put into a cart, if its status is `active`. */
export interface Sellable {
  readonly sku: string;
  readonly productId: string;
  /** With the variant's, e.g. `Linen shirt – M`. */
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

/** What other domains may read of the catalog. */
export const catalogQueries = (table: Table) => ({
  /**
   * By SKU, without those that do not exist or are only reserved (the own SKU of a product with variants). Strongly consistent; 1 read unit
   * per SKU.
   */
  async getSellables(skus: readonly string[]): Promise<ReadonlyMap<string, Sellable>> {
    const items = await table.batchGet([...new Set(skus)].map(skuKey), skuItemSchema);
    return new Map(items.flatMap(({ sold, ...sellable }) => (sold ? [[sellable.sku, sellable] as const] : [])));
  },
});
