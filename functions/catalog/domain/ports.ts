import type { ProductCreated } from '../../../events/catalog/product-created.v1.ts';
import type { ProductUpdated } from '../../../events/catalog/product-updated.v1.ts';
import type { Category } from './category.ts';
import type { Product, ProductStatus } from './product.ts';

/** A rule of the catalog that a product would break. */
export type RuleObstacle =
  | { readonly kind: 'sku_taken'; readonly skus: readonly string[] }
  | { readonly kind: 'unknown_category'; readonly categoryIds: readonly string[] }
  | { readonly kind: 'too_large' };

/** Why a product was not saved. `stale`: it is no longer the version that was read. */
export type SaveObstacle = { readonly kind: 'stale' } | RuleObstacle;

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** Which products to list: all of a status, or those of a category or a seller among them. */
export interface ProductList {
  readonly status: ProductStatus;
  readonly of?: { readonly category: string } | { readonly seller: string };
}

export interface ProductStore {
  get(productId: string): Promise<Product | undefined>;
  /** Newest first. A page may hold less than asked for although more follow. */
  list(list: ProductList, page: PageRequest): Promise<PageOf<Product>>;
  /** Writes product, SKU claims, list entries and event, or nothing. */
  save(
    before: Product | undefined,
    after: Product,
    event: ProductCreated | ProductUpdated,
  ): Promise<SaveObstacle | undefined>;
}

export interface CategoryStore {
  get(categoryId: string): Promise<Category | undefined>;
  list(page: PageRequest): Promise<PageOf<Category>>;
  insert(category: Category): Promise<void>;
  /** @returns false when it is no longer the version before this one. */
  update(category: Category): Promise<boolean>;
  remove(category: Category): Promise<'removed' | 'stale' | 'not_empty'>;
}
