import type { Page } from '../../../shared/kernel/page.ts';
import { type NotFound, noSuch } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { subtreeOf } from '../domain/category.ts';
import { maySee, type Product, sellableSkus, type Viewer } from '../domain/product.ts';
import type { ProductStatus } from '../domain/values.ts';
import type { CategoryStore, PageRequest, ProductStore } from './ports.ts';

export interface SkuStock {
  readonly sku: string;
  readonly available: number;
}

/** Finds a product that the viewer may see. */
export async function getProduct(
  store: ProductStore,
  productId: string,
  viewer: Viewer,
): Promise<Result<Product, NotFound>> {
  const product = await store.get(productId);
  return product && maySee(product, viewer) ? ok(product) : noSuch('product');
}

/** The pieces that can be bought now of each SKU that a product sells. */
export async function stockOf(
  product: Product,
  getAvailability: (skus: readonly string[]) => Promise<ReadonlyMap<string, number>>,
): Promise<SkuStock[]> {
  const skus = sellableSkus(product);
  const available = await getAvailability(skus);
  return skus.map((sku) => ({ sku, available: available.get(sku) ?? 0 }));
}

export interface ListProducts extends PageRequest {
  readonly viewer: Viewer;
  readonly status: ProductStatus | undefined;
  readonly category: string | undefined;
  readonly seller: string | undefined;
}

/**
 * The products of a category and of all categories below it. Categories without products cost
 * nothing beyond reading the tree.
 */
export async function listSubtree(
  { products, categories }: Stores,
  status: ProductStatus,
  categoryId: string,
  page: PageRequest,
): Promise<Page<Product>> {
  const subtree = subtreeOf(await categories.getTree(), categoryId);
  const filled = subtree.flatMap(({ id, productCount }) => (productCount > 0 ? [id] : []));
  return products.list({ status, of: { categories: filled, name: categoryId } }, page);
}

interface Stores {
  readonly products: ProductStore;
  readonly categories: CategoryStore;
}

/**
 * Lists active products for everyone, and other statuses for admins and for sellers among their own
 * products.
 */
export async function listProducts(
  stores: Stores,
  { viewer, status = 'active', category, seller, limit, cursor }: ListProducts,
): Promise<Result<Page<Product>, Refusal<'request.forbidden'>>> {
  const own = seller !== undefined && seller === viewer.userId;
  if (status !== 'active' && !viewer.isAdmin && !own) {
    return refuse('request.forbidden', 'Drafts and archived products are listed for admins, and for their own seller.');
  }
  if (category !== undefined) {
    const page = await listSubtree(stores, status, category, { limit, cursor });
    return ok(seller === undefined ? page : { ...page, items: page.items.filter((item) => item.sellerId === seller) });
  }
  return ok(
    await stores.products.list(seller === undefined ? { status } : { status, of: { seller } }, { limit, cursor }),
  );
}
