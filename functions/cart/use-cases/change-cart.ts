import { type Idempotency, type KeyReused, keyReused, type Repeatable } from '../../../shared/kernel/idempotency.ts';
import type { CheckVersion, NotFound, VersionRefusal } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { isForSale } from '../../pricing/domain/for-sale.ts';
import { addItem, type Cart, emptyCart, hasLine, type LineRefusal, removeAll, setQuantity } from '../domain/cart.ts';
import { type PricedCart, priceCart, type Sellables } from '../domain/priced-cart.ts';
import type { CartOwner, CartPorts } from './ports.ts';
import { readCart } from './read-cart.ts';
import { settledCart } from './settled-cart.ts';

type UnknownSku = Refusal<'cart.unknown_sku'>;

export interface CartChange {
  readonly owner: CartOwner;
  /**
   * Refuses a change that is not based on this version. Returns undefined when the caller sent no
   * version.
   */
  readonly checkVersion: CheckVersion;
  /** The shop's currency. */
  readonly currency: string;
  /** Of a request that may be repeated. */
  readonly request?: Idempotency | undefined;
}

export type ChangedCart = Repeatable<PricedCart>;

type Outcome<R extends Refusal = never> = Promise<Result<ChangedCart, NotFound | VersionRefusal | KeyReused | R>>;

/** Adds pieces of a SKU. The stock is not checked here: checkout refuses what is missing. */
export const addToCart = (
  ports: CartPorts,
  change: CartChange & { readonly sku: string; readonly quantity: number },
): Outcome<LineRefusal | UnknownSku> =>
  changeCart<LineRefusal | UnknownSku>(ports, change, {
    looksUp: (cart) => [...skusOf(cart), change.sku],
    apply: (cart, sellables) => refuseUnknown(sellables, change) ?? addItem(cart, change.sku, change.quantity),
  });

/** Sets the quantity of an item in the cart; 0 removes it. */
export const changeQuantity = (
  ports: CartPorts,
  change: CartChange & { readonly sku: string; readonly quantity: number },
): Outcome<UnknownSku> =>
  change.quantity === 0
    ? removeFromCart(ports, change)
    : changeCart<UnknownSku>(ports, change, {
        needs: change.sku,
        looksUp: skusOf,
        apply: (cart, sellables) =>
          refuseUnknown(sellables, change) ?? ok(setQuantity(cart, change.sku, change.quantity)),
      });

/** Removes an item from the cart, whether or not it is still sold. */
export const removeFromCart = (ports: CartPorts, change: CartChange & { readonly sku: string }): Outcome =>
  changeCart<never>(ports, change, {
    needs: change.sku,
    looksUp: skusOf,
    apply: (cart) => ok(setQuantity(cart, change.sku, 0)),
  });

export const emptyTheCart = (ports: CartPorts, change: CartChange): Outcome =>
  changeCart<never>(ports, change, { looksUp: () => [], apply: (cart) => ok(removeAll(cart)) });

const skusOf = ({ lines }: Cart): string[] => lines.map(({ sku }) => sku);

function refuseUnknown(sellables: Sellables, { sku, currency }: { readonly sku: string; readonly currency: string }) {
  return isForSale(sellables.get(sku), currency) ? undefined : refuse('cart.unknown_sku', `${sku} is not sold here.`);
}

interface Rule<R extends Refusal> {
  /** A SKU that must be in the cart. */
  readonly needs?: string;
  /** The SKUs to look up in the catalog, for the decision and for the reply. */
  looksUp(cart: Cart): readonly string[];
  apply(cart: Cart, sellables: Sellables): Result<Cart, R>;
}

/**
 * Loads, decides and saves under the version that was read. After a concurrent update it decides
 * again, so that no change is lost. Costs 2 read units and 1 per line, and 2 write units per KB of
 * cart. A request with a key costs 1 read and 2 write units more, and has its effect once.
 */
const changeCart = <R extends Refusal>(
  ports: CartPorts,
  { owner, checkVersion, currency, request }: CartChange,
  rule: Rule<R>,
): Outcome<R> =>
  untilSaved<Awaited<Outcome<R>>>(ports.clock, { what: `cart ${owner.cartId}` }, async () => {
    const stored = await load(ports, owner);
    if (!stored) return refuse('request.not_found', 'The cart has expired, or was merged into another cart.');
    const cart = stored.version === 0 ? stored : await settledCart(ports, stored);
    const earlier = request && (await ports.store.getRequest(request));
    if (earlier !== undefined) return earlier === request?.bodyHash ? replay(ports, cart, currency) : keyReused();
    if (rule.needs !== undefined && !hasLine(cart, rule.needs)) {
      return refuse('request.not_found', `${rule.needs} is not in the cart.`);
    }
    const stale = checkVersion(cart.version);
    if (stale) return { ok: false, refusal: stale };
    const skus = rule.looksUp(cart);
    const sellables: Sellables = skus.length > 0 ? await ports.getSellables(skus) : new Map();
    const decided = rule.apply(cart, sellables);
    if (!decided.ok) return decided;
    const saved = await save(ports.store, stored, decided.value, request);
    return saved ? ok(priceCart(saved, sellables, currency)) : 'stale';
  });

/** A request that changes nothing is recorded too: repeated later, it could change something. */
async function save(store: CartPorts['store'], stored: Cart, cart: Cart, request: Idempotency | undefined) {
  if (cart !== stored) return store.save(cart, request);
  return !request || (await store.recordRequest(request)) ? stored : undefined;
}

const replay = async (ports: CartPorts, { id }: Cart, currency: string) =>
  ok({ ...(await readCart(ports, id, currency)), replayed: true as const });

async function load({ store }: CartPorts, { cartId, isGuest }: CartOwner): Promise<Cart | undefined> {
  const cart = await store.get(cartId);
  return cart ?? (isGuest ? undefined : emptyCart(cartId));
}
