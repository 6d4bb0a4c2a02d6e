import type { ProductCreated } from '../../../events/catalog/product-created.v1.ts';
import type { ProductImportRequested } from '../../../events/catalog/product-import-requested.v1.ts';
import type { ProductUpdated } from '../../../events/catalog/product-updated.v1.ts';
import type { CreationRecords, Idempotency } from '../../../shared/kernel/idempotency.ts';
import type { ImportStore } from '../../../shared/kernel/import-life.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { Category, CategoryTree } from '../domain/category.ts';
import type { ProductImport, ProductProgress } from '../domain/import.ts';
import type { Product } from '../domain/product.ts';
import type { ProductStatus, RowErrorCode } from '../domain/values.ts';

/** A rule of the catalog that a product would break. */
export type RuleObstacle =
  | { readonly kind: 'sku_taken'; readonly skus: readonly string[] }
  | { readonly kind: 'unknown_category'; readonly categoryIds: readonly string[] }
  | { readonly kind: 'too_large' };

/**
 * The reason why a product was not saved. `stale`: its stored version is not the one that was read.
 */
export type SaveObstacle = { readonly kind: 'stale' } | RuleObstacle;

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The products to list: all of a status, or only those of some categories or of a seller. */
export interface ProductList {
  readonly status: ProductStatus;
  readonly of?: { readonly categories: readonly string[]; readonly name: string } | { readonly seller: string };
}

export interface ProductStore extends CreationRecords {
  get(productId: string): Promise<Product | undefined>;
  /** Newest first. A page can have fewer items than `limit`, and still a `nextCursor`. */
  list(list: ProductList, page: PageRequest): Promise<Page<Product>>;
  /**
   * Writes product, SKU claims, list entries, event and the request that creates it, or nothing.
   */
  save(
    before: Product | undefined,
    after: Product,
    event: ProductCreated | ProductUpdated,
    request?: Idempotency,
  ): Promise<SaveObstacle | undefined>;
}

/** A product before the save, if it exists, and after it. */
export interface ProductSave {
  readonly before: Product | undefined;
  readonly after: Product;
  readonly event: ProductCreated | ProductUpdated;
}

/** The product store of imports. */
export interface BulkProductStore {
  /**
   * The products that hold these SKUs, as their own or as a variant's. 1 read unit per SKU, and 1
   * per 4 KB of each product.
   */
  findBySku(skus: readonly string[]): Promise<ReadonlyMap<string, Product>>;
  /**
   * The number of saves, from the first one, that fit into one transaction with `otherActions`
   * others. At least 1, if there is a save.
   */
  fitting(saves: readonly ProductSave[], otherActions: number): number;
  /**
   * Writes the products with the step of the import, or nothing.
   *
   * @returns `not_current` when the import has changed since it was read. `refused` when the store
   * does not take one of the products, such as an item that is too large. Otherwise the obstacles,
   * by the position of their product.
   */
  saveAll(
    saves: readonly ProductSave[],
    progress: ProductProgress,
  ): Promise<'saved' | 'not_current' | 'refused' | ReadonlyMap<number, SaveObstacle>>;
}

export type ProductImports = ImportStore<ProductImport, ProductImportRequested, RowErrorCode>;

export interface CategoryStore extends CreationRecords {
  get(categoryId: string): Promise<Category | undefined>;
  list(page: PageRequest): Promise<Page<Category>>;
  /** 1 read unit per 4 KB of all categories. */
  getTree(): Promise<CategoryTree>;
  /**
   * @returns false when the tree has changed since it was read, or the request was carried out
   *   before.
   */
  insert(category: Category, tree: CategoryTree, request?: Idempotency): Promise<boolean>;
  /**
   * @param tree the tree that was read, if the category moves.
   * @returns false when the stored category is not the version before this one, or the tree has
   * changed since it was read.
   */
  update(category: Category, tree?: CategoryTree): Promise<boolean>;
  /** @returns `stale` also when the tree has changed since it was read. */
  remove(category: Category, tree: CategoryTree): Promise<'removed' | 'stale' | 'not_empty'>;
}
