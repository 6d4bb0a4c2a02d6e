import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { PageOf, PageRequest, ProductStore } from '../domain/ports.ts';
import { maySee, type Product, type ProductStatus, sellableSkus, type Viewer } from '../domain/product.ts';
import type { NotFound } from './change-product.ts';

export interface SkuStock {
  readonly sku: string;
  readonly available: number;
}

/** A product that the viewer may see. */
export async function getProduct(
  store: ProductStore,
  productId: string,
  viewer: Viewer,
): Promise<Result<Product, NotFound>> {
  const product = await store.get(productId);
  return product && maySee(product, viewer) ? ok(product) : refuse('request.not_found', 'There is no such product.');
}

/** What can be bought now of each SKU that a product sells. */
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

/** Active products for everybody; other statuses for admins, and for sellers among their own. */
export async function listProducts(
  store: ProductStore,
  { viewer, status = 'active', category, seller, limit, cursor }: ListProducts,
): Promise<Result<PageOf<Product>, Refusal<'request.forbidden'>>> {
  const own = seller !== undefined && seller === viewer.userId;
  if (status !== 'active' && !viewer.isAdmin && !own) {
    return refuse('request.forbidden', 'Drafts and archived products are listed for admins, and for their own seller.');
  }
  if (category !== undefined) {
    const page = await store.list({ status, of: { category } }, { limit, cursor });
    return ok(seller === undefined ? page : { ...page, items: page.items.filter((item) => item.sellerId === seller) });
  }
  return ok(await store.list(seller === undefined ? { status } : { status, of: { seller } }, { limit, cursor }));
}
