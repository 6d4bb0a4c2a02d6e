import { type OrderContactKept, orderContactKept } from '../../../events/orders/order-contact-kept.v1.ts';
import type { Clock, Timer } from '../../../shared/kernel/clock.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { MAX_ACTIONS } from '../../../shared/kernel/transaction.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { UndoState } from '../../payments/queries.ts';
import type { OrderContact } from '../domain/contact.ts';
import type { Order } from '../domain/order.ts';
import { isPartOfErasure, lastMailUntil, needsUndo, type Retention, retentionOf } from '../domain/retention.ts';
import type { History } from './ports.ts';

export interface EraseContactPorts {
  getOrder(orderId: string): Promise<Order | undefined>;
  getContact(orderId: string): Promise<OrderContact | undefined>;
  /** By order id. */
  getUndoStates(orderIds: readonly string[]): Promise<ReadonlyMap<string, UndoState>>;
  /** @returns false after a concurrent change. */
  keepContact(contact: OrderContact, retention: Retention, event: OrderContactKept): Promise<boolean>;
  eraseContact(contact: OrderContact, lastMailUntil: Date | undefined): Promise<void>;
}

export interface EraseContactsPorts extends EraseContactPorts {
  listOf(history: History, limit: number, cursor: string | undefined): Promise<Page<Order>>;
  getOrders(orderIds: readonly string[]): Promise<readonly Order[]>;
  /** At most as many as one transaction holds. */
  eraseContacts(orderIds: readonly string[]): Promise<void>;
}

/** The orders of an erased user. */
export interface ErasedBuyer {
  readonly userId: string;
  /** Orders that they placed as a guest. */
  readonly guestOrderIds: readonly string[];
  /** Their traces lead to more of these, placed while they were listed. */
  readonly mergedCarts: readonly string[];
  readonly hashedEmail: string | undefined;
  /** Later orders of guests stay, even if the traces lead to them. */
  readonly erasedAt: string;
}

/**
 * Removes email, addresses and payment method from every order of a user, also from those that they
 * placed as a guest. An order that is not done keeps what it needs until it is. The orders stay,
 * for the books, with an id that leads to no person. Idempotent.
 *
 * Costs 2 read and 4 write units per order, and 3 reads more for one that is not done or ended
 * within the hour.
 */
export async function eraseContactsOf(
  ports: EraseContactsPorts,
  clock: Timer,
  { userId, guestOrderIds, mergedCarts, hashedEmail, erasedAt }: ErasedBuyer,
): Promise<void> {
  for (let start = 0; start < guestOrderIds.length; start += MAX_ACTIONS) {
    await eraseAll(ports, clock, await ports.getOrders(guestOrderIds.slice(start, start + MAX_ACTIONS)));
  }
  const history = { buyer: userId, alsoBuyers: mergedCarts, verifiedEmail: undefined, hashedEmail };
  let cursor: string | undefined;
  do {
    const page = await ports.listOf(history, MAX_ACTIONS, cursor);
    const found = page.items.filter((order) => isPartOfErasure(order, erasedAt));
    await eraseAll(ports, clock, found);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

/** Those that are long done go in one write: nothing can make them owed again. */
async function eraseAll(ports: EraseContactsPorts, clock: Timer, orders: readonly Order[]): Promise<void> {
  const undo = await ports.getUndoStates(orders.filter(needsUndo).map(({ id }) => id));
  const now = clock.now();
  const isDone = (order: Order): boolean =>
    !retentionOf(order, undo.get(order.id) ?? 'done', now) && !lastMailUntil(order, now);
  const done = orders.filter(isDone).map(({ id }) => id);
  if (done.length > 0) await ports.eraseContacts(done);
  for (const { id } of orders.filter((order) => !isDone(order))) await eraseContact(ports, clock, id);
}

/**
 * Erases an order's contact, or limits it to what the order still needs. Idempotent.
 *
 * The order is read again afterwards: a change in between has seen a contact that may stay.
 */
export const eraseContact = (ports: EraseContactPorts, clock: Timer, orderId: string): Promise<void> =>
  untilSaved<void>(clock, { what: `contact of ${orderId}` }, async () => {
    const contact = await ports.getContact(orderId);
    const found = contact && (await look(ports, orderId));
    if (!found) return undefined;
    const retention = retentionOf(found.order, found.undo, clock.now());
    if (!retention) return ports.eraseContact(contact, lastMailUntil(found.order, clock.now()));
    const event = keptEvent(orderId, retention, clock);
    if (!(await ports.keepContact(contact, retention, event))) return 'stale';
    const after = await look(ports, orderId);
    return after?.order.version === found.order.version && after.undo === found.undo ? undefined : 'stale';
  });

/**
 * After a change of an order or its payment: erases what the order needs no more of a contact that
 * must go. Other contacts stay. Idempotent. 1 read unit, and 2 read and 4 write units for such one.
 */
export async function settleContact(ports: EraseContactPorts, clock: Timer, orderId: string): Promise<void> {
  const contact = await ports.getContact(orderId);
  if (contact?.expiresAt !== undefined) await eraseContact(ports, clock, orderId);
}

async function look({ getOrder, getUndoStates }: EraseContactPorts, orderId: string) {
  const order = await getOrder(orderId);
  if (!order) return undefined;
  const undo = needsUndo(order) ? (await getUndoStates([orderId])).get(orderId) : undefined;
  return { order, undo: undo ?? 'done' };
}

const keptEvent = (orderId: string, { reason, until }: Retention, clock: Clock): OrderContactKept =>
  createEvent(orderContactKept, {
    aggregateId: orderId,
    occurredAt: clock.now(),
    ...causedBy('EraseContact', orderId),
    data: { orderId, reason, until: until.toISOString() },
  });
