import { orderPlaced } from '../../../events/orders/order-placed.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { equals, MAX_AMOUNT, type Money } from '../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { CartView } from '../../cart/queries.ts';
import type { Sellable } from '../../catalog/queries.ts';
import { isForSale } from '../../pricing/domain/for-sale.ts';
import { type Quote, quote } from '../../pricing/domain/quote.ts';
import type { CartGuard } from '../domain/cart-guard.ts';
import type { Contact } from '../domain/contact.ts';
import { apply, type Order } from '../domain/order.ts';
import { orderNumber } from '../domain/order-number.ts';
import type { ClosedCart, Placement } from '../domain/placement.ts';

/** What checkout needs of the world: its own store, and other domains' queries. */
export interface PlaceOrderPorts {
  readonly store: {
    getOrder(orderId: string): Promise<Order | undefined>;
    getGuard(cartId: string): Promise<CartGuard | undefined>;
    getIdempotencyRecord(buyer: string, key: string): Promise<{ orderId: string; bodyHash: string } | undefined>;
    place(placement: Placement): Promise<'placed' | 'key_used' | 'cart_in_use'>;
  };
  getCart(cartId: string): Promise<CartView | undefined>;
  getSellables(skus: readonly string[]): Promise<ReadonlyMap<string, Sellable>>;
}

export interface PlaceOrderInput {
  readonly cartId: string;
  readonly userId: string | undefined;
  /** The client's Idempotency-Key and the hash of the body it came with. */
  readonly key: string;
  readonly bodyHash: string;
  readonly requestId: string;
  readonly currency: string;
  readonly contact: Contact;
  readonly emailHash: string;
  readonly expectedTotal: Money | undefined;
}

export type PlaceOrderRefusal = Refusal<
  | 'orders.idempotency_key_reused'
  | 'orders.cart_empty'
  | 'orders.total_too_large'
  | 'orders.checkout_in_progress'
  | 'orders.item_unavailable'
  | 'orders.total_changed'
>;

/** A cart may be changed while it is bought, and a race may be lost: then everything is read again, this often. */
const MAX_READS = 3;

/**
 * Places the order of a cart, once per key: `replayed` tells that the key had placed it before.
 * Costs 3 read units and 1 per SKU; 13 write units of one transaction for one line of a guest, 50 for 40, a user's 1 less. A refusal costs
 * 1 read unit more, a cart that was merged into this one a minute ago or less 1 read and 2 write units.
 */
export async function placeOrder(
  ports: PlaceOrderPorts,
  clock: Clock,
  input: PlaceOrderInput,
): Promise<Result<{ order: Order; replayed: boolean }, PlaceOrderRefusal>> {
  const buyer = input.userId ?? input.cartId;
  let outcome: Awaited<ReturnType<typeof tryToPlace>>;
  for (let read = 0; read < MAX_READS && !outcome; read += 1) {
    outcome = (await findReplay(ports, buyer, input)) ?? (await tryToPlace(ports, clock, buyer, input));
  }
  if (outcome?.ok) return outcome;
  // What refuses may be the work of this very key, sent twice at once: placed by the other since the record was looked for.
  return (await findReplay(ports, buyer, input)) ?? outcome ?? inProgress();
}

/** Answers undefined when it lost a race. */
async function tryToPlace(
  ports: PlaceOrderPorts,
  clock: Clock,
  buyer: string,
  input: PlaceOrderInput,
): Promise<Result<{ order: Order; replayed: boolean }, PlaceOrderRefusal> | undefined> {
  const guard = await ports.store.getGuard(input.cartId);
  const cart = await ports.getCart(input.cartId);
  const blocked = whyNot(cart, guard);
  if (blocked) return blocked;
  const closes = await findMergedCarts(ports, cart?.absorbed ?? []);
  if (!closes) return inProgress();
  const priced = await price(ports, cart?.lines ?? [], input);
  if (!priced.ok) return priced;
  const placement: Placement = {
    ...draft(clock, input, buyer, cart?.version ?? 0, priced.value),
    guard,
    closes,
  };
  const outcome = await ports.store.place(placement);
  return outcome === 'placed' ? ok({ order: placement.order, replayed: false }) : undefined;
}

const inProgress = () =>
  refuse(
    'orders.checkout_in_progress',
    'Another order of this cart is being placed. It ends within minutes, or sooner.',
  );

async function findReplay(ports: PlaceOrderPorts, buyer: string, { key, bodyHash }: PlaceOrderInput) {
  const record = await ports.store.getIdempotencyRecord(buyer, key);
  if (!record) return undefined;
  if (record.bodyHash !== bodyHash) {
    return refuse('orders.idempotency_key_reused', 'This Idempotency-Key came with another body before.');
  }
  const order = await ports.store.getOrder(record.orderId);
  if (!order) throw new Error(`The idempotency record names ${record.orderId}, which does not exist.`);
  return ok({ order, replayed: true });
}

/**
 * A cart whose last order is confirmed has been bought: until that is written into the cart itself, the guard tells. Changed meanwhile, it
 * holds both what was bought and what was added, and must be settled first.
 */
function whyNot(cart: CartView | undefined, guard: CartGuard | undefined) {
  if (guard?.live) return inProgress();
  const unsettled = guard && cart?.settledOrderId !== guard.orderId;
  if (!cart || cart.lines.length === 0 || (unsettled && cart.version === guard.cartVersion)) {
    return refuse('orders.cart_empty', 'There is nothing in the cart.');
  }
  return unsettled ? inProgress() : undefined;
}

/**
 * The merged carts to close with the order, so that what came from them is bought once. Undefined when an order of one of them is under way,
 * or confirmed and not yet taken out of this cart.
 */
async function findMergedCarts(
  { store }: PlaceOrderPorts,
  absorbed: CartView['absorbed'],
): Promise<ClosedCart[] | undefined> {
  const found = await Promise.all(
    absorbed.map(async (each) => ({ ...each, guard: await store.getGuard(each.cartId) })),
  );
  // A guard without lines has closed its cart already.
  const unclosed = found.filter(({ guard }) => !guard || guard.lines.length > 0);
  if (unclosed.some(({ guard, settledOrderId }) => guard && (guard.live || guard.orderId !== settledOrderId))) {
    return undefined;
  }
  return unclosed.map(({ cartId, guard }) => ({ cartId, guard }));
}

type OrderLine = Order['lines'][number];

async function price(
  ports: PlaceOrderPorts,
  cartLines: CartView['lines'],
  { currency, expectedTotal }: PlaceOrderInput,
): Promise<Result<Quote<Omit<OrderLine, 'lineTotal'>>, PlaceOrderRefusal>> {
  const sellables = await ports.getSellables(cartLines.map(({ sku }) => sku));
  const lines: Omit<OrderLine, 'lineTotal'>[] = [];
  const unavailable: string[] = [];
  for (const { sku, quantity } of cartLines) {
    const sellable = sellables.get(sku);
    if (!isForSale(sellable, currency)) unavailable.push(sku);
    else
      lines.push({
        sku,
        productId: sellable.productId,
        title: sellable.title,
        quantity,
        unitPrice: sellable.unitPrice,
      });
  }
  if (unavailable.length > 0) {
    return refuse('orders.item_unavailable', `No longer sold: ${unavailable.join(', ')}.`, { skus: unavailable });
  }
  const priced = quote(lines, currency);
  const { total } = priced.totals;
  if (expectedTotal && !equals(expectedTotal, total)) {
    return refuse('orders.total_changed', 'The total is another than expected.', { totals: priced.totals });
  }
  if (total.amount > MAX_AMOUNT) {
    return refuse('orders.total_too_large', `One order comes to at most ${MAX_AMOUNT} minor units.`, {
      totals: priced.totals,
    });
  }
  return ok(priced);
}

function draft(
  clock: Clock,
  input: PlaceOrderInput,
  buyer: string,
  cartVersion: number,
  { lines, totals }: Quote<Omit<OrderLine, 'lineTotal'>>,
): Omit<Placement, 'guard' | 'closes'> {
  const orderId = createId('ord');
  const event = createEvent(orderPlaced, {
    aggregateId: orderId,
    sequence: 1,
    occurredAt: clock.now(),
    ...causedBy(input.requestId, orderId),
    data: {
      orderId,
      number: orderNumber(crypto.getRandomValues(new Uint8Array(12))),
      cartId: input.cartId,
      cartVersion,
      ...(input.userId ? { userId: input.userId } : {}),
      lines: [...lines],
      totals,
    },
  });
  return {
    order: apply(undefined, event),
    event,
    contact: { ...input.contact, orderId },
    buyer,
    emailHash: input.userId ? undefined : input.emailHash,
    key: input.key,
    bodyHash: input.bodyHash,
  };
}
