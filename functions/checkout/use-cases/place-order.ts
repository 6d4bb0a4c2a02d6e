import type { Clock } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { CartGuard, CartView } from '../../cart/queries.ts';
import type { Sellable } from '../../catalog/queries.ts';
import type { Order } from '../../orders/queries.ts';
import { cartsToClose, checkoutInProgress, refuseCart } from '../domain/cart-guard.ts';
import type { Placement } from '../domain/placement.ts';
import { type ChargeRule, type PurchaseRefusal, type PurchaseTerms, pricePurchase } from '../domain/purchase.ts';
import { buyerOf, draftPlacement, type PlacementRequest } from './draft-placement.ts';

/** The ports of checkout: its own store, and the queries of other domains. */
export interface PlaceOrderPorts {
  readonly store: {
    getIdempotencyRecord(buyer: string, key: string): Promise<{ orderId: string; bodyHash: string } | undefined>;
    place(placement: Placement): Promise<Order | 'key_used' | 'cart_in_use'>;
  };
  getOrderState(orderId: string): Promise<Order | undefined>;
  getCartGuard(cartId: string): Promise<CartGuard | undefined>;
  getCart(cartId: string): Promise<CartView | undefined>;
  getSellables(skus: readonly string[]): Promise<ReadonlyMap<string, Sellable>>;
  readonly chargeOf: ChargeRule;
}

export interface PlaceOrderInput extends PlacementRequest, PurchaseTerms {}

/** `replayed`: the key had placed it before. */
export interface PlacedOrder {
  readonly order: Order;
  readonly replayed: boolean;
}

export type PlaceOrderRefusal =
  | PurchaseRefusal
  | Refusal<'orders.idempotency_key_reused' | 'orders.cart_empty' | 'orders.checkout_in_progress'>;

/** How often everything is read: a cart may change while it is bought, and a race may be lost. */
const MAX_READS = 3;

/**
 * Places the order of a cart, once per key. Costs 3 read units and 1 per SKU. Writes one
 * transaction: 13 write units for one line of a guest, 50 for 40 lines, 1 less for a user. A
 * refusal costs 1 read unit more. Each cart merged in the last minute costs 1 read and 2 write
 * units.
 */
export async function placeOrder(
  ports: PlaceOrderPorts,
  clock: Clock,
  input: PlaceOrderInput,
): Promise<Result<PlacedOrder, PlaceOrderRefusal>> {
  let outcome: Result<PlacedOrder, PlaceOrderRefusal> | undefined;
  for (let read = 0; read < MAX_READS && !outcome; read += 1) {
    outcome = (await findReplay(ports, input)) ?? (await tryToPlace(ports, clock, input));
  }
  if (outcome?.ok) return outcome;
  // The refusal may be due to this very key, sent twice concurrently. The other request placed the
  // order after the record was looked up.
  return (await findReplay(ports, input)) ?? outcome ?? checkoutInProgress();
}

/** @returns undefined when it lost a race. */
async function tryToPlace(
  ports: PlaceOrderPorts,
  clock: Clock,
  input: PlaceOrderInput,
): Promise<Result<PlacedOrder, PlaceOrderRefusal> | undefined> {
  const [guard, cart] = await Promise.all([ports.getCartGuard(input.cartId), ports.getCart(input.cartId)]);
  const refused = refuseCart(cart, guard);
  if (refused) return refused;
  const { absorbed = [], lines = [], version = 0 } = cart ?? {};
  const merged = absorbed.map(async (each) => ({ ...each, guard: await ports.getCartGuard(each.cartId) }));
  const closes = cartsToClose(await Promise.all(merged));
  if (!closes) return checkoutInProgress();
  const sellables = await ports.getSellables(lines.map(({ sku }) => sku));
  const priced = pricePurchase(lines, sellables, input, ports.chargeOf);
  if (!priced.ok) return priced;
  const placement = { ...draftPlacement(input, version, priced.value, clock.now()), guard, closes };
  const placed = await ports.store.place(placement);
  return typeof placed === 'string' ? undefined : ok({ order: placed, replayed: false });
}

async function findReplay({ store, getOrderState }: PlaceOrderPorts, input: PlaceOrderInput) {
  const record = await store.getIdempotencyRecord(buyerOf(input), input.key);
  if (!record) return undefined;
  if (record.bodyHash !== input.bodyHash) {
    return refuse('orders.idempotency_key_reused', 'This Idempotency-Key was already used with a different body.');
  }
  const order = await getOrderState(record.orderId);
  if (!order) throw new Error(`The idempotency record names ${record.orderId}, which does not exist.`);
  return ok({ order, replayed: true });
}
