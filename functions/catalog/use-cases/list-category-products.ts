import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CategoryStore, PageOf, PageRequest, ProductStore } from '../domain/ports.ts';
import type { Product } from '../domain/product.ts';
import type { NotFound } from './change-product.ts';
import { getCategory } from './manage-categories.ts';
import { listSubtree } from './read-products.ts';

/** The active products of a category that is there, and of all below it. */
export async function listCategoryProducts(
  stores: { readonly products: ProductStore; readonly categories: CategoryStore },
  categoryId: string,
  page: PageRequest,
): Promise<Result<PageOf<Product>, NotFound>> {
  const found = await getCategory(stores.categories, categoryId);
  return found.ok ? ok(await listSubtree(stores, 'active', categoryId, page)) : found;
}
