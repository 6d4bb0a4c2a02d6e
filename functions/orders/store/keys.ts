import type { Key } from '../../../shared/dynamodb/actions.ts';
import { indexShardOf } from '../../../shared/dynamodb/index-shard.ts';
import { checkAt } from '../domain/check.ts';
import type { Order } from '../domain/order.ts';

export const orderPartition = (orderId: string): string => `order#${orderId}`;

export const orderKey = (orderId: string): Key => ({ pk: orderPartition(orderId), sk: 'state' });

/** Email, addresses and payment method: apart from the order, so that they can be erased. */
export const contactKey = (orderId: string): Key => ({ pk: orderPartition(orderId), sk: 'contact' });

/** The address for the mail about the end of an order whose contact is erased. */
export const lastMailKey = (orderId: string): Key => ({ pk: orderPartition(orderId), sk: 'last-mail' });

/** An order is kept at most once; the key says so. */
export const contactKeptKey = (orderId: string): Key => ({ pk: orderPartition(orderId), sk: 'contact-kept' });

/** gsi1 of contact items: a buyer's orders by time. */
export const buyerIndex = (buyer: string): string => `buyer#${buyer}`;

/** gsi2 of guests' contact items: the orders with an email, by time. Erased with the contact. */
export const emailIndex = (emailHash: string): string => `email#${emailHash}`;

/**
 * gsi1 of OrderPlaced items: all orders of a day (UTC, `2026-11-20`), up to 1,000 orders a second.
 */
export const dayIndex = (day: string): string => `placed#${day}`;

/**
 * gsi1 of orders that the reconciler has to look at, by the time at which it does. 8,000 writes a
 * second, two per order.
 */
export const CHECK_PARTITIONS = 8;

export const checksIndex = (partition: number): string => `checks#${partition}`;

/** The index keys of an order; none once it needs no look. */
export function checkKeys(order: Pick<Order, 'id' | 'status' | 'updatedAt'>): {
  readonly gsi1pk?: string;
  readonly gsi1sk?: string;
} {
  const at = checkAt(order);
  if (!at) return {};
  return { gsi1pk: checksIndex(indexShardOf(order.id, CHECK_PARTITIONS)), gsi1sk: at.toISOString() };
}
