import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { findCreated, type Idempotency, type KeyReused, type Repeatable } from '../../../shared/kernel/idempotency.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
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
  readonly request?: Idempotency | undefined;
}

/** Creates a product, once per request. 1 read and 2 write units more for one with a key. */
export async function createProduct(
  store: ProductStore,
  clock: Clock,
  { details, sellerId, currency, requestId, request }: CreateProduct,
): Promise<Result<Repeatable<Product>, ProductRuleRefusal | KeyReused | NotFound>> {
  const earlier = await findCreated(store, request, 'product', store.get);
  if (earlier) return earlier;
  const foreign = refuseForeignCurrency(details, currency);
  if (foreign) return foreign;
  const now = clock.now().toISOString();
  const product: Product = { ...details, id: createId('prd'), sellerId, version: 1, createdAt: now, updatedAt: now };
  const obstacle = await store.save(undefined, product, productEvent(product, requestId), request);
  if (!obstacle) return ok(product);
  // The obstacle may be this very request, sent twice concurrently.
  const twin = await findCreated(store, request, 'product', store.get);
  if (twin) return twin;
  if (obstacle.kind === 'stale') throw new Error(`${product.id} exists already.`);
  return refusalOf(obstacle, product);
}
