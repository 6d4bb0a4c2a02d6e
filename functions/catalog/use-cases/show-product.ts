import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Product, Viewer } from '../domain/product.ts';
import type { ProductStore } from './ports.ts';
import { getProduct, type SkuStock, stockOf } from './read-products.ts';

export interface ShowProductPorts {
  readonly products: ProductStore;
  /** The pieces that can be bought now of each SKU. */
  getAvailability(skus: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** Finds a product that the viewer may see, with the stock of its SKUs on request. */
export async function showProduct(
  { products, getAvailability }: ShowProductPorts,
  { id, viewer, withStock }: { readonly id: string; readonly viewer: Viewer; readonly withStock: boolean },
): Promise<Result<Product & { readonly stock?: SkuStock[] }, NotFound>> {
  const found = await getProduct(products, id, viewer);
  if (!found.ok || !withStock) return found;
  return ok({ ...found.value, stock: await stockOf(found.value, getAvailability) });
}
