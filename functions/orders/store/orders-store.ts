import {
  type Action,
  appendEvent,
  eventSortKey,
  put,
  putIfAbsent,
  replaceIfVersion,
} from '../../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../../shared/dynamodb/expiry.ts';
import { type IndexPartition, queryMerged } from '../../../shared/dynamodb/merged-query.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { type CartGuard, closingGuardOf, guardOf } from '../domain/cart-guard.ts';
import type { OrderContact } from '../domain/contact.ts';
import { hasEnded, type Order, type OrderEvent } from '../domain/order.ts';
import type { Placement } from '../domain/placement.ts';
import {
  contactItem,
  eventItem,
  guardItem,
  type IdempotencyRecord,
  idempotencyItem,
  orderItem,
  orderReference,
} from './items.ts';
import {
  buyerIndex,
  contactKey,
  dayIndex,
  emailIndex,
  guardKey,
  idempotencyKey,
  orderKey,
  orderPartition,
} from './keys.ts';

/** Well beyond any client's retries; the cart guard still refuses the same cart after that. */
const IDEMPOTENCY_DAYS = 30;

export interface History {
  /** A user id, or a guest's cart id. */
  readonly buyer: string;
  /** Carts that were merged into the user's. */
  readonly alsoBuyers: readonly string[];
  /** Of an email that the user has shown to be theirs. */
  readonly emailHash: string | undefined;
}

/** Orders, their events, contacts, idempotency records and cart guards. */
export const ordersStore = (table: Table) => ({
  getOrder: (orderId: string): Promise<Order | undefined> => table.get(orderKey(orderId), orderItem),

  getContact: (orderId: string): Promise<OrderContact | undefined> => table.get(contactKey(orderId), contactItem),

  getGuard: (cartId: string): Promise<CartGuard | undefined> => table.get(guardKey(cartId), guardItem),

  getIdempotencyRecord: (buyer: string, key: string): Promise<IdempotencyRecord | undefined> =>
    table.get(idempotencyKey(buyer, key), idempotencyItem),

  /** @returns what stood in the way, if anything: the same key, or another order of the cart. */
  async place(placement: Placement): Promise<'placed' | 'key_used' | 'cart_in_use'> {
    const result = await table.transact(placementActions(placement));
    if (result.ok) return 'placed';
    return result.failed.some(({ index }) => index === 0) ? 'key_used' : 'cart_in_use';
  },

  /** Writes the order's next state and the event that explains it, and frees or settles its cart. @returns false when another was faster. */
  async save(previous: Order, order: Order, event: OrderEvent): Promise<boolean> {
    const result = await table.transact([
      replaceIfVersion({ ...orderKey(order.id), entity: 'order', ...order }, previous.version),
      appendEvent('orders', event, { pk: orderPartition(order.id), sk: eventSortKey(order.version) }),
      // A confirmed order has settled its cart already, which may be buying again by now.
      ...(hasEnded(order.status) && !hasEnded(previous.status) ? [guardAfter(order)] : []),
    ]);
    return result.ok;
  },

  /** The orders of a buyer and of others that are the same person, newest first, each once. */
  async listOf(
    { buyer, alsoBuyers, emailHash }: History,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<Order>> {
    const partitions: IndexPartition[] = [buyer, ...alsoBuyers].map((id) => ({ pk: buyerIndex(id), index: 'gsi1' }));
    if (emailHash !== undefined) partitions.push({ pk: emailIndex(emailHash), index: 'gsi2' });
    const page = await queryMerged(
      table,
      { partitions, name: buyerIndex(buyer), sortKeyOf: ({ pk }) => idOf(pk), limit, cursor },
      orderReference,
    );
    return inOrder(table, page);
  },

  listByDay: async (day: string, limit: number, cursor: string | undefined): Promise<Page<Order>> =>
    inOrder(
      table,
      await table.query({ pk: dayIndex(day), index: 'gsi1', limit, cursor, descending: true }, orderReference),
    ),

  async getContacts(orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderContact>> {
    const contacts = await table.batchGet(orderIds.map(contactKey), contactItem);
    return new Map(contacts.map((contact) => [contact.orderId, contact]));
  },

  /** As many as one transaction holds. 4 write units each, the index included. */
  async eraseContacts(orderIds: readonly string[]): Promise<void> {
    await table.transact(orderIds.map((id) => ({ Delete: { Key: contactKey(id) } })));
  },

  async listEvents(orderId: string, limit: number, cursor: string | undefined): Promise<Page<OrderEvent>> {
    const page = await table.query({ pk: orderPartition(orderId), skPrefix: 'event#', limit, cursor }, eventItem);
    return { ...page, items: page.items.map(({ event }) => event as OrderEvent) };
  },
});

function placementActions({
  order,
  event,
  contact,
  buyer,
  emailHash,
  key,
  bodyHash,
  guard,
  closes,
}: Placement): Action[] {
  const day = order.createdAt.slice(0, 10);
  return [
    putIfAbsent({
      ...idempotencyKey(buyer, key),
      entity: 'idempotency',
      orderId: order.id,
      bodyHash,
      expiresAt: expiryFrom(order.createdAt, { days: IDEMPOTENCY_DAYS }),
    }),
    takeCart(order.cartId, guardOf(order), guard),
    ...closes.map((closed) => takeCart(closed.cartId, closingGuardOf(order), closed.guard)),
    putIfAbsent({ ...orderKey(order.id), entity: 'order', ...order }),
    put({
      ...{ ...contactKey(order.id), entity: 'contact', ...contact, gsi1pk: buyerIndex(buyer), gsi1sk: order.id },
      ...(emailHash === undefined ? {} : { gsi2pk: emailIndex(emailHash), gsi2sk: order.id }),
    }),
    appendEvent(
      'orders',
      event,
      { pk: orderPartition(order.id), sk: eventSortKey(1) },
      { gsi1pk: dayIndex(day), gsi1sk: order.id },
    ),
  ];
}

function takeCart(cartId: string, guard: CartGuard, readGuard: CartGuard | undefined): Action {
  const item = { ...guardKey(cartId), entity: 'cart-guard', ...guard };
  if (!readGuard) return putIfAbsent(item);
  return {
    Put: {
      Item: item,
      ConditionExpression: 'orderId = :orderId AND live = :no',
      ExpressionAttributeValues: { ':orderId': readGuard.orderId, ':no': false },
    },
  };
}

/** A confirmed order leaves its cart to be emptied; any other end gives it back as it was. */
function guardAfter(order: Order): Action {
  const mine = { ConditionExpression: 'orderId = :orderId', Key: guardKey(order.cartId) };
  return order.status === 'confirmed'
    ? {
        Update: {
          ...mine,
          UpdateExpression: 'SET live = :no',
          ExpressionAttributeValues: { ':orderId': order.id, ':no': false },
        },
      }
    : { Delete: { ...mine, ExpressionAttributeValues: { ':orderId': order.id } } };
}

const idOf = (partition: string): string => partition.slice(orderPartition('').length);

/** The orders of an index page, in its order. The index is eventually consistent; the orders themselves are read strongly. */
async function inOrder(table: Table, page: Page<{ pk: string }>): Promise<Page<Order>> {
  const ids = page.items.map(({ pk }) => idOf(pk));
  const orders = new Map((await table.batchGet(ids.map(orderKey), orderItem)).map((order) => [order.id, order]));
  const items = ids.flatMap((id) => orders.get(id) ?? []);
  return page.nextCursor === undefined ? { items } : { items, nextCursor: page.nextCursor };
}
