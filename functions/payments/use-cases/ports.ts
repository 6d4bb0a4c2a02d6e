import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Money } from '../../../shared/kernel/money.ts';
import type { Refusal, Result } from '../../../shared/kernel/result.ts';
import type { OrderRecord } from '../../orders/queries.ts';
import type { Charged } from '../domain/divergence.ts';
import type { Payment, PaymentEvent } from '../domain/payment.ts';
import type { Decline, Intent, RefundState, Waiting } from '../domain/provider.ts';
import type { Unpaid, WaitingCap } from '../domain/waiting-share.ts';

/** The parts of an order that its payment needs. */
export interface PayableOrder {
  readonly id: string;
  readonly status: OrderRecord['status'];
  readonly total: Money;
  readonly placedAt: Date;
  /** The provider's id of the buyer's payment method. */
  readonly paymentMethod: string;
  /** The order of a buyer who is not signed in. */
  readonly isGuest: boolean;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

export interface PaymentPorts {
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  getPayment(orderId: string): Promise<Payment | undefined>;
  /**
   * Saves a payment with its newest event and the buyer's action, if any.
   *
   * @returns false after a concurrent update.
   */
  save(payment: Payment, event: PaymentEvent, waiting?: Waiting): Promise<boolean>;
  getWaiting(orderId: string): Promise<Waiting | undefined>;
  readonly waitingCap: WaitingCap;
  /** The pieces of each SKU that are for sale or held. It sees every hold written before. */
  getLevels(skus: readonly string[]): Promise<ReadonlyMap<string, Unpaid>>;
  /**
   * Replaces the buyer's action that was seen.
   *
   * @returns false when the payment is no longer this version, or the action is another.
   */
  saveWaiting(payment: Payment, waiting: Waiting, seen: Waiting | undefined): Promise<boolean>;
  /** Deletes the buyer's action once a task was answered. */
  endWaiting(orderId: string): Promise<void>;
  /** Completes a waiting task: the money is authorized. @returns false when it no longer waits. */
  answerTask(taskToken: string): Promise<boolean>;
}

export interface RefundRequest {
  readonly orderId: string;
  readonly intentId: string;
  readonly refundId: string;
}

/**
 * The provider that takes the money. Every call is keyed by the order (a refund by its own id), so
 * that a call whose reply was lost can be repeated. Where the provider has forgotten the key, the
 * intent's state decides. Errors that pass by themselves are thrown as TransientFaults.
 */
export interface PaymentProvider {
  /**
   * Creates the order's one intent, unconfirmed: the card is not used yet. `requestedAt` is when it
   * was first asked for.
   */
  createIntent(request: {
    readonly orderId: string;
    readonly amount: Money;
    readonly requestedAt: Date;
  }): Promise<Result<Intent, Decline>>;
  /**
   * Charges the payment method, to be captured later. Returns the intent in whatever state it then
   * is.
   */
  confirmIntent(request: {
    readonly orderId: string;
    readonly intentId: string;
    readonly paymentMethod: string;
  }): Promise<Result<Intent, Decline>>;
  /** The intent of an order that was created since then, if there is one. */
  findIntent(request: { readonly orderId: string; readonly since: Date }): Promise<Intent | undefined>;
  readIntent(intentId: string): Promise<Intent>;
  /**
   * An intent with what happened to its money. Undefined for one that was not made for an order of
   * this shop.
   */
  readCharged(intentId: string): Promise<Charged | undefined>;
  /** Takes the authorized money. Refused when it can never be taken. */
  captureIntent(request: {
    readonly orderId: string;
    readonly intentId: string;
  }): Promise<Result<Intent, Refusal<'payments.capture_failed'>>>;
  /**
   * Cancels the intent and frees the money that it reserved. Returns it `captured` when that came
   * too late.
   */
  cancelIntent(request: { readonly orderId: string; readonly intentId: string }): Promise<Intent>;
  /** Cancels an intent that no payment needs, under a key of its own. */
  dropIntent(intentId: string): Promise<Intent>;
  /**
   * Gives all of the captured money back.
   *
   * @returns the state as the provider first answered: the money may not be back yet.
   */
  refund(request: RefundRequest): Promise<RefundState>;
  /** The present state of a refund. Undefined when the provider has none of this id. */
  readRefund(request: Pick<RefundRequest, 'intentId' | 'refundId'>): Promise<RefundState | undefined>;
}
