import type { Key } from '../../../shared/dynamodb/actions.ts';
import { paymentIdOf } from '../domain/payment-id.ts';

/** An order's payment: its state, its events and, while the buyer must act, how. */
export const paymentPartition = (orderId: string): string => `payment#${paymentIdOf(orderId)}`;

export const paymentKey = (orderId: string): Key => ({ pk: paymentPartition(orderId), sk: 'state' });

/** Separate from state and events: it holds secrets, which events must not. */
export const actionKey = (orderId: string): Key => ({ pk: paymentPartition(orderId), sk: 'action' });

/** A request to look at an order's intent, at most one per slot of time. */
export const lookKey = (orderId: string, slot: number): Key => ({
  pk: `look#${paymentIdOf(orderId)}`,
  sk: String(slot),
});

/** A provider's event, kept so that it is acted on once. */
export const webhookKey = (eventId: string): Key => ({ pk: `webhook#${eventId}`, sk: 'received' });

/** An event about an intent that differs, once per kind. */
export const announcementKey = (intentId: string, kind: string): Key => ({ pk: `divergence#${intentId}`, sk: kind });
