/** The events of changes, in Stripe's shape. */

import { noSuchObject } from './errors.ts';
import type { Charge, Dispute, PaymentIntent, Refund } from './objects.ts';

/** The API version of the installed SDK. */
export const API_VERSION = '2026-10-28.endive';

export type IntentEventType =
  | 'payment_intent.created'
  | 'payment_intent.requires_action'
  | 'payment_intent.amount_capturable_updated'
  | 'payment_intent.succeeded'
  | 'payment_intent.payment_failed'
  | 'payment_intent.canceled';

/**
 * The API call that made an event; nulls when there was none, as when the customer completes a
 * challenge.
 */
export interface Cause {
  readonly id: string | null;
  readonly idempotency_key: string | null;
}

export type EventChange =
  | { readonly type: IntentEventType; readonly object: PaymentIntent }
  | { readonly type: 'refund.updated' | 'refund.failed'; readonly object: Refund; readonly previous: Refund }
  | { readonly type: 'charge.captured'; readonly object: Charge }
  | { readonly type: 'charge.dispute.created' | 'charge.dispute.closed'; readonly object: Dispute }
  | { readonly type: 'charge.refunded'; readonly object: Charge; readonly previous: Charge };

export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly data: {
    /** The object right after the change. */
    readonly object: PaymentIntent | Charge | Refund | Dispute;
    readonly previous_attributes?: Readonly<Record<string, unknown>>;
  };
  readonly livemode: false;
  /** The number of endpoints that have not yet responded with a 2xx. */
  readonly pending_webhooks: number;
  readonly request: Cause;
  readonly type: EventChange['type'];
}

/**
 * The event type of an intent's change. Undefined for a change without an event, such as changed
 * metadata.
 */
export function intentEventType(before: PaymentIntent | undefined, after: PaymentIntent): IntentEventType | undefined {
  if (!before) return 'payment_intent.created';
  if (after.status === 'requires_action') {
    // A confirmation makes its own challenge, even when there was one before.
    return after.next_action === before.next_action ? undefined : 'payment_intent.requires_action';
  }
  if (after.status === 'requires_payment_method') {
    return after.last_payment_error === before.last_payment_error ? undefined : 'payment_intent.payment_failed';
  }
  if (after.status === before.status) return undefined;
  if (after.status === 'requires_capture') return 'payment_intent.amount_capturable_updated';
  if (after.status === 'succeeded') return 'payment_intent.succeeded';
  if (after.status === 'canceled') return 'payment_intent.canceled';
  return undefined;
}

export function toEvent(id: string, created: number, cause: Cause, change: EventChange): StripeEvent {
  return {
    id,
    object: 'event',
    api_version: API_VERSION,
    created,
    data: {
      object: change.object,
      ...('previous' in change ? { previous_attributes: changed(change.previous, change.object) } : {}),
    },
    livemode: false,
    pending_webhooks: 0,
    request: cause,
    type: change.type,
  };
}

/** Throws `resource_missing` (404). */
export function retrieveEvent(events: { get(id: string): StripeEvent | undefined }, id: string): StripeEvent {
  const event = events.get(id);
  if (!event) throw noSuchObject('event', id, 'id');
  return event;
}

/**
 * Whether a filter such as `charge.refunded` or `payment_intent.*` matches the type. Without a
 * filter, every type matches.
 */
export function matchesType(type: string, filter: string | undefined): boolean {
  if (filter === undefined) return true;
  return filter.endsWith('*') ? type.startsWith(filter.slice(0, -1)) : type === filter;
}

/** The fields that differ, with their former values. */
function changed(before: object, after: object): Record<string, unknown> {
  const now = new Map<string, unknown>(Object.entries(after));
  return Object.fromEntries(Object.entries(before).filter(([field, value]) => now.get(field) !== value));
}
