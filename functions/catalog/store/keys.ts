import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */

export const productKey = (productId: string): Key => ({ pk: `product#${productId}`, sk: 'product' });

export const skuKey = (sku: string): Key => ({ pk: `sku#${sku}`, sk: 'sku' });

export const CATEGORIES = 'categories';

export const categoryKey = (categoryId: string): Key => ({ pk: CATEGORIES, sk: `category#${categoryId}` });
