import type { Key } from '../../../shared/dynamodb/actions.ts';
import type { ProductStatus } from '../domain/values.ts';

/** The key table is in the domain's README. */

export const productPartition = (productId: string): string => `product#${productId}`;

export const productKey = (productId: string): Key => ({ pk: productPartition(productId), sk: 'product' });

export const skuKey = (sku: string): Key => ({ pk: `sku#${sku}`, sk: 'sku' });

/** A category or a seller under which a product is listed. */
export type Group = `category#${string}` | `seller#${string}`;

export const membershipKey = (productId: string, group: Group): Key => ({
  pk: productPartition(productId),
  sk: `member#${group}`,
});

/** gsi1 is sorted by product id, which is the order of creation. */
export const productsIndex = (status: ProductStatus, group?: Group): string =>
  group === undefined ? `products#${status}` : `products#${status}#${group}`;

export const CATEGORIES = 'categories';

/** The item whose version counts changes of the tree's shape. */
export const CATEGORY_TREE: Key = { pk: CATEGORIES, sk: 'tree' };

export const categoryKey = (categoryId: string): Key => ({ pk: CATEGORIES, sk: `category#${categoryId}` });
