import type { Page } from '../../../shared/kernel/page.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Product } from '../domain/product.ts';
import { getCategory } from './manage-categories.ts';
import type { CategoryStore, PageRequest, ProductStore } from './ports.ts';
import { listSubtree } from './read-products.ts';

/** The active products of an existing category and of all categories below it. */
export async function listCategoryProducts(
  stores: { readonly products: ProductStore; readonly categories: CategoryStore },
  categoryId: string,
  page: PageRequest,
): Promise<Result<Page<Product>, NotFound>> {
  const found = await getCategory(stores.categories, categoryId);
  return found.ok ? ok(await listSubtree(stores, 'active', categoryId, page)) : found;
}
