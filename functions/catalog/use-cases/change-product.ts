import type { Timer } from '../../../shared/kernel/clock.ts';
import { type CheckVersion, type NotFound, noSuch, type VersionRefusal } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { mayChange, type Product, type ProductDetails, refuseForeignCurrency, type Viewer } from '../domain/product.ts';
import type { ProductStore, RuleObstacle } from './ports.ts';
import { type ProductRuleRefusal, productEvent, refusalOf } from './save-product.ts';

export interface ProductChange {
  readonly productId: string;
  readonly caller: Viewer;
  readonly checkVersion: CheckVersion;
  readonly requestId: string;
}

/** The decision about a change, and the refusal for an obstacle. */
interface Rule<R extends Refusal> {
  decide(product: Product): Result<Product, R>;
  explain(obstacle: RuleObstacle, product: Product): { readonly ok: false; readonly refusal: R };
}

type Outcome<R extends Refusal = never> = Promise<Result<Product, NotFound | VersionRefusal | R>>;

/** Replaces the fields that a seller or an admin sets. Without `status` the current one stays. */
export const updateProduct = (
  store: ProductStore,
  clock: Timer,
  change: ProductChange & {
    readonly details: Omit<ProductDetails, 'status'> & { readonly status?: ProductDetails['status'] | undefined };
    /** The shop's. */
    readonly currency: string;
  },
): Outcome<ProductRuleRefusal> =>
  changeProduct<ProductRuleRefusal>(store, clock, change, {
    decide: ({ id, sellerId, version, createdAt, updatedAt, status }) => {
      const details = { ...change.details, status: change.details.status ?? status };
      return (
        refuseForeignCurrency(details, change.currency) ??
        ok({ ...details, id, sellerId, version, createdAt, updatedAt })
      );
    },
    explain: refusalOf,
  });

/**
 * Archives a product: it is no longer sold, but keeps its SKUs and can be reactivated. Idempotent.
 */
export const archiveProduct = (store: ProductStore, clock: Timer, change: ProductChange): Outcome =>
  changeProduct<never>(store, clock, change, {
    decide: (product) => ok(product.status === 'archived' ? product : { ...product, status: 'archived' }),
    explain: ({ kind }, { id }) => {
      throw new Error(`${id} cannot be archived: ${kind}.`);
    },
  });

const changeProduct = <R extends Refusal>(
  store: ProductStore,
  clock: Timer,
  { productId, caller, checkVersion, requestId }: ProductChange,
  { decide, explain }: Rule<R>,
): Outcome<R> =>
  untilSaved<Awaited<Outcome<R>>>(clock, { what: `product ${productId}` }, async () => {
    const before = await store.get(productId);
    if (!before || !mayChange(before, caller)) return noSuch('product');
    const stale = checkVersion(before.version);
    if (stale) return { ok: false, refusal: stale };
    const decided = decide(before);
    if (!decided.ok || decided.value === before) return decided;
    const after = { ...decided.value, version: before.version + 1, updatedAt: clock.now().toISOString() };
    const obstacle = await store.save(before, after, productEvent(after, requestId));
    if (!obstacle) return ok(after);
    return obstacle.kind === 'stale' ? 'stale' : explain(obstacle, after);
  });
