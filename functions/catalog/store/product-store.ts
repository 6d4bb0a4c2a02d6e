import * as z from 'zod';
import { queryMerged } from '../../../shared/dynamodb/merged-query.ts';
import { creationRecords, recordRequest } from '../../../shared/dynamodb/request-record.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { moneySchema } from '../../../shared/kernel/schemas.ts';
import { MAX_ACTIONS } from '../../../shared/kernel/transaction.ts';
import type { Product } from '../domain/product.ts';
import { PRODUCT_STATUSES } from '../domain/values.ts';
import type { PageRequest, ProductList, ProductStore } from '../use-cases/ports.ts';
import { type Group, productKey, productsIndex } from './keys.ts';
import { obstacleOf, productChanges } from './product-changes.ts';

/**
 * Stored as pairs: clients choose the names, and a map would lose `__proto__` and the order.
 * Products that were stored before have a map.
 */
const attributesSchema = z
  .union([z.array(z.tuple([z.string(), z.string()])), z.record(z.string(), z.string())])
  .transform((stored) => (Array.isArray(stored) ? Object.fromEntries(stored) : stored));

export const productItem = z.object({
  id: z.string(),
  sku: z.string(),
  title: z.string(),
  description: z.string().optional(),
  status: z.enum(PRODUCT_STATUSES),
  price: moneySchema,
  compareAtPrice: moneySchema.optional(),
  categoryIds: z.array(z.string()),
  attributes: attributesSchema,
  variants: z.array(
    z.object({ sku: z.string(), title: z.string(), price: moneySchema.optional(), attributes: attributesSchema }),
  ),
  images: z.array(z.string()),
  taxClass: z.string().optional(),
  sellerId: z.string().optional(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const membershipItem = z.object({ productId: z.string() });

export const productStore = (table: Table): ProductStore => ({
  ...creationRecords(table),

  get: (productId) => table.get(productKey(productId), productItem),

  async list({ status, of }: ProductList, page: PageRequest): Promise<Page<Product>> {
    if (!of) {
      return table.query({ pk: productsIndex(status), index: 'gsi1', descending: true, ...page }, productItem);
    }
    const groups: Group[] =
      'categories' in of ? of.categories.map((id): Group => `category#${id}`) : [`seller#${of.seller}`];
    const members = await queryMerged(
      table,
      {
        partitions: groups.map((group) => ({ pk: productsIndex(status, group), index: 'gsi1' })),
        name: `${status}#${'categories' in of ? of.name : groups[0]}`,
        sortKeyOf: ({ productId }) => productId,
        ...page,
      },
      membershipItem,
    );
    const products = await getInOrder(
      table,
      members.items.map(({ productId }) => productId),
    );
    // The index is eventually consistent: products that just changed their status or left the group
    // are left out.
    const items = products.filter((product) => product.status === status && belongs(product, of));
    return members.nextCursor === undefined ? { items } : { items, nextCursor: members.nextCursor };
  },

  async save(before, after, event, request) {
    const changes = [
      ...productChanges(before, after, event),
      ...(request
        ? [{ action: recordRequest(request, after.createdAt, { id: after.id }), guards: 'version' as const }]
        : []),
    ];
    if (changes.length > MAX_ACTIONS) return { kind: 'too_large' };
    const result = await table.transact(changes.map(({ action }) => action));
    return result.ok ? undefined : obstacleOf(changes, result.failed, event);
  },
});

const belongs = (product: Product, of: NonNullable<ProductList['of']>): boolean =>
  'categories' in of ? product.categoryIds.some((id) => of.categories.includes(id)) : product.sellerId === of.seller;

async function getInOrder(table: Table, ids: readonly string[]): Promise<Product[]> {
  const products = await table.batchGet(ids.map(productKey), productItem);
  const byId = new Map(products.map((product) => [product.id, product]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
