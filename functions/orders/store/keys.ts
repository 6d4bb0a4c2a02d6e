import type { Key } from '../../../shared/dynamodb/actions.ts';

export const orderPartition = (orderId: string): string => `order#${orderId}`;

export const orderKey = (orderId: string): Key => ({ pk: orderPartition(orderId), sk: 'state' });

/** Email, addresses and payment method: apart from the order, so that they can be erased. */
export const contactKey = (orderId: string): Key => ({ pk: orderPartition(orderId), sk: 'contact' });

/** gsi1 of contact items: a buyer's orders by time. */
export const buyerIndex = (buyer: string): string => `buyer#${buyer}`;

/** gsi2 of guests' contact items: the orders with an email, by time. Erased with the contact. */
export const emailIndex = (emailHash: string): string => `email#${emailHash}`;

/**
 * gsi1 of OrderPlaced items: all orders of a day (UTC, `2026-11-20`), up to 1,000 orders a second.
 */
export const dayIndex = (day: string): string => `placed#${day}`;
