import type { PaymentActionRequired } from '../../../events/payments/payment-action-required.v1.ts';
import type { PaymentAuthorized } from '../../../events/payments/payment-authorized.v1.ts';
import type { PaymentCancelled } from '../../../events/payments/payment-cancelled.v1.ts';
import type { PaymentFailed } from '../../../events/payments/payment-failed.v1.ts';
import type { PaymentIntentCreated } from '../../../events/payments/payment-intent-created.v1.ts';
import type { PaymentRefundFailed } from '../../../events/payments/payment-refund-failed.v1.ts';
import type { PaymentRefundPending } from '../../../events/payments/payment-refund-pending.v1.ts';
import type { PaymentRefundRequested } from '../../../events/payments/payment-refund-requested.v1.ts';
import type { PaymentRefunded } from '../../../events/payments/payment-refunded.v1.ts';
import type { PaymentRequested } from '../../../events/payments/payment-requested.v1.ts';
import type { PaymentReversed } from '../../../events/payments/payment-reversed.v1.ts';
import type { PaymentSucceeded } from '../../../events/payments/payment-succeeded.v1.ts';
import { equals, type Money } from '../../../shared/kernel/money.ts';
import { paymentIdOf } from './payment-id.ts';
import type { Decline, DeclineCode, RefundState } from './provider.ts';
import type { PaymentStatus } from './values.ts';

export type PaymentEvent =
  | PaymentRequested
  | PaymentIntentCreated
  | PaymentActionRequired
  | PaymentAuthorized
  | PaymentSucceeded
  | PaymentFailed
  | PaymentCancelled
  | PaymentRefundRequested
  | PaymentRefundPending
  | PaymentRefundFailed
  | PaymentRefunded
  | PaymentReversed;

/** The newest attempt to give the money back. `state` is absent until the provider has answered. */
export interface Refund {
  readonly id: string;
  readonly done: boolean;
  readonly state?: RefundState | undefined;
  /** The number of attempts that failed. */
  readonly failures: number;
}

/** A refund is attempted this often; then a person must find another way to pay the money back. */
export const MAX_REFUND_ATTEMPTS = 3;

type EventName = PaymentEvent['metadata']['name'];

/**
 * No buyer expects to be charged so long after the order, and may have bought elsewhere. Until then
 * an order waits for what is out of service.
 */
const CHARGED_WITHIN_MINUTES = 60;

/** Whether an order that was placed then may no longer be charged: nobody is at the bank. */
export const isTooLate = (placedAt: Date, now: Date): boolean =>
  now.getTime() - placedAt.getTime() > CHARGED_WITHIN_MINUTES * 60_000;

/** The fold of a payment's events. `version` is the number of events. */
export interface Payment {
  readonly id: string;
  readonly orderId: string;
  readonly amount: Money;
  readonly status: PaymentStatus;
  /** The money that was taken, where it is not `amount`: somebody captured a part. It goes back. */
  readonly captured?: Money | undefined;
  /** The money of a sale that went back to the buyer without the shop, as far as it is known. */
  readonly reversed?: Money | undefined;
  /**
   * The provider's id of the intent. Absent until its creation is known, and for an order that
   * costs nothing.
   */
  readonly intentId?: string | undefined;
  /** The payment was undone: no money can move any more. A later attempt meets its tombstone. */
  readonly fenced: boolean;
  /**
   * Fenced while a creation was under way or its reply was lost: an intent that nobody knows may
   * exist. It is not confirmed, so no money hangs on it, but it is open until it is looked for.
   */
  readonly intentInDoubt?: true | undefined;
  readonly failure?: { readonly code: string; readonly detail: string } | undefined;
  /**
   * Its id is stored before the provider is called, so that every retry asks for the same refund.
   */
  readonly refund?: Refund | undefined;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const FIRST: readonly EventName[] = ['PaymentRequested', 'PaymentAuthorized', 'PaymentCancelled'];

/** Money that was taken can go back, by the shop or by somebody else. */
const OF_TAKEN_MONEY: readonly EventName[] = [
  'PaymentReversed',
  'PaymentRefundRequested',
  'PaymentRefundPending',
  'PaymentRefundFailed',
  'PaymentRefunded',
];

/** The events that can follow in each status of a payment that is not fenced. */
const FOLLOWING: Readonly<Record<PaymentStatus, readonly EventName[]>> = {
  pending: [
    'PaymentIntentCreated',
    'PaymentActionRequired',
    'PaymentAuthorized',
    'PaymentSucceeded',
    'PaymentFailed',
    'PaymentCancelled',
  ],
  requires_action: ['PaymentAuthorized', 'PaymentSucceeded', 'PaymentFailed', 'PaymentCancelled'],
  authorized: ['PaymentSucceeded', 'PaymentCancelled'],
  captured: OF_TAKEN_MONEY,
  partially_refunded: OF_TAKEN_MONEY,
  refunded: OF_TAKEN_MONEY,
  failed: ['PaymentSucceeded', 'PaymentCancelled'],
  cancelled: [],
};

/**
 * A refund that had succeeded can fail days later; then the money is owed again. An undo whose
 * intent was in doubt is completed later.
 */
const AFTER_FENCE: Readonly<Partial<Record<PaymentStatus, readonly EventName[]>>> = {
  refunded: ['PaymentRefundFailed'],
  cancelled: ['PaymentCancelled'],
};

function followingOf({ status, fenced, intentInDoubt }: Payment): readonly EventName[] | undefined {
  if (!fenced) return FOLLOWING[status];
  return status === 'cancelled' && !intentInDoubt ? [] : AFTER_FENCE[status];
}

/** The payment after one more event. @throws Error for an event that cannot follow. */
export function apply(payment: Payment | undefined, event: PaymentEvent): Payment {
  const { name, occurredAt } = event.metadata;
  const allowed = payment ? followingOf(payment) : FIRST;
  if (!allowed?.includes(name))
    throw new Error(`${name} cannot follow in a payment that is ${payment?.status ?? 'not begun'}.`);
  const { orderId, amount } = event.data;
  const before: Payment = payment ?? {
    id: paymentIdOf(orderId),
    orderId,
    amount,
    status: 'pending',
    fenced: false,
    version: 0,
    createdAt: occurredAt,
    updatedAt: occurredAt,
  };
  return { ...before, ...changes(before, event), version: before.version + 1, updatedAt: occurredAt };
}

export const fold = (events: readonly PaymentEvent[]): Payment | undefined =>
  events.reduce<Payment | undefined>((payment, event) => apply(payment, event), undefined);

function changes(before: Payment, event: PaymentEvent): Partial<Payment> {
  if (is(event, 'PaymentIntentCreated')) return { intentId: event.data.intentId };
  if (is(event, 'PaymentActionRequired')) return { status: 'requires_action' };
  if (is(event, 'PaymentAuthorized')) return { status: 'authorized' };
  if (is(event, 'PaymentSucceeded')) {
    const { amount } = event.data;
    return { status: 'captured', failure: undefined, ...(equals(amount, before.amount) ? {} : { captured: amount }) };
  }
  if (is(event, 'PaymentFailed')) {
    return { status: 'failed', failure: { code: event.data.code, detail: event.data.detail } };
  }
  // A declined payment stays `failed` for the buyer, also once its intent is cancelled.
  if (is(event, 'PaymentCancelled')) {
    const { intentInDoubt } = event.data;
    return { status: before.failure ? 'failed' : 'cancelled', fenced: true, intentInDoubt };
  }
  const failures = before.refund?.failures ?? 0;
  if (is(event, 'PaymentRefundRequested')) return { refund: { id: event.data.refundId, done: false, failures } };
  if (is(event, 'PaymentRefundPending')) {
    return { refund: { id: event.data.refundId, done: false, state: 'pending', failures } };
  }
  if (is(event, 'PaymentRefundFailed')) {
    const refund = { id: event.data.refundId, done: false, state: 'failed', failures: failures + 1 } as const;
    return { status: statusOfTaken(before, before.reversed), fenced: false, refund };
  }
  if (is(event, 'PaymentRefunded')) {
    return {
      status: 'refunded',
      fenced: true,
      refund: { id: event.data.refundId, done: true, state: 'succeeded', failures },
    };
  }
  if (is(event, 'PaymentReversed')) {
    const { reversed } = event.data;
    return { status: statusOfTaken(before, reversed), reversed };
  }
  return {};
}

function statusOfTaken({ amount, captured = amount }: Payment, reversed: Money | undefined): PaymentStatus {
  if (!reversed || reversed.amount === 0) return 'captured';
  return reversed.amount < captured.amount ? 'partially_refunded' : 'refunded';
}

/**
 * Whether the money was taken and the shop has not given it back, though somebody else may have.
 */
export const isTaken = ({ status, fenced }: Pick<Payment, 'status' | 'fenced'>): boolean =>
  !fenced && (status === 'captured' || status === 'partially_refunded' || status === 'refunded');

const is = <Name extends EventName>(
  event: PaymentEvent,
  name: Name,
): event is Extract<PaymentEvent, { metadata: { name: Name } }> => event.metadata.name === name;

/** The decline of a failed payment. Only declines are ever recorded as failures. */
export const declineOf = ({ failure }: Payment): Decline | undefined =>
  failure && { ...failure, code: failure.code as DeclineCode };

/**
 * How far the undo of a payment has come. `refund_pending`: the provider decides in days.
 * `refund_failed`: as often as it is tried; a person must pay the money back.
 */
export type UndoState = 'done' | 'open' | 'refund_pending' | 'refund_failed';

/** The undo of an order's payment, if there is one. A payment that never began is undone. */
export function undoStateOf(payment: Payment | undefined): UndoState {
  if (!payment || payment.fenced) return payment?.intentInDoubt ? 'open' : 'done';
  const { refund } = payment;
  if (!isTaken(payment) || !refund) return 'open';
  if (refund.state === 'pending') return 'refund_pending';
  return refund.state === 'failed' && refund.failures >= MAX_REFUND_ATTEMPTS ? 'refund_failed' : 'open';
}
