import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { type Product, type ProductDetails, refuseForeignCurrency } from '../domain/product.ts';
import type { ProductStore } from './ports.ts';
import { type ProductRuleRefusal, productEvent, refusalOf } from './save-product.ts';

export interface CreateProduct {
  readonly details: ProductDetails;
  /** The seller who owns it; undefined for the shop's own. */
  readonly sellerId: string | undefined;
  /** The shop's. */
  readonly currency: string;
  readonly requestId: string;
}

export async function createProduct(
  store: ProductStore,
  clock: Clock,
  { details, sellerId, currency, requestId }: CreateProduct,
): Promise<Result<Product, ProductRuleRefusal>> {
  const foreign = refuseForeignCurrency(details, currency);
  if (foreign) return foreign;
  const now = clock.now().toISOString();
  const product: Product = { ...details, id: createId('prd'), sellerId, version: 1, createdAt: now, updatedAt: now };
  const obstacle = await store.save(undefined, product, productEvent(product, requestId));
  if (!obstacle) return ok(product);
  if (obstacle.kind === 'stale') throw new Error(`${product.id} exists already.`);
  return refusalOf(obstacle, product);
}
