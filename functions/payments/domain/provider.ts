import type { Money } from '../../../shared/kernel/money.ts';
import type { Refusal, Result } from '../../../shared/kernel/result.ts';

/** Why a payment cannot be taken, for good. */
export type DeclineCode =
  | 'payments.card_declined'
  | 'payments.invalid_payment_method'
  | 'payments.amount_too_small'
  | 'payments.amount_too_large'
  | 'payments.amount_not_chargeable'
  | 'payments.intent_cancelled';

export type Decline = Refusal<DeclineCode>;

/**
 * `unconfirmed`: no attempt yet. `declined`: the last attempt failed. `authorized`: the money is reserved. `captured`: it was taken.
 * `processing`: the provider does not know yet.
 */
export type IntentState =
  | 'unconfirmed'
  | 'requires_action'
  | 'processing'
  | 'declined'
  | 'authorized'
  | 'captured'
  | 'cancelled';

/** What the buyer must do. `redirectUrl` is empty where only the client secret helps. */
export interface NextAction {
  readonly type: string;
  readonly redirectUrl: string;
  readonly clientSecret: string;
}

/** What the buyer must do, and the saga's task that waits for it. */
export type Waiting = NextAction & { readonly taskToken?: string | undefined };

/** The provider's side of a payment, as it is now. */
export interface Intent {
  readonly id: string;
  readonly state: IntentState;
  readonly amount: Money;
  readonly nextAction?: NextAction;
  /** Of a `declined` one. */
  readonly decline?: Decline;
}

/**
 * Who takes the money. Every call is keyed by the order (a refund by its own id), so that a call whose reply was lost can be made again;
 * where the provider has forgotten the key, the intent's state decides. Whatever passes by itself is thrown as a TransientFault.
 */
export interface PaymentProvider {
  /** Makes the order's one intent, unconfirmed: nothing is asked of a card yet. `requestedAt` is when it was first asked for. */
  createIntent(request: {
    readonly orderId: string;
    readonly amount: Money;
    readonly requestedAt: Date;
  }): Promise<Result<Intent, Decline>>;
  /** Charges the payment method, to be captured later. Answers the intent in whatever state it then is. */
  confirmIntent(request: {
    readonly orderId: string;
    readonly intentId: string;
    readonly paymentMethod: string;
  }): Promise<Result<Intent, Decline>>;
  readIntent(intentId: string): Promise<Intent>;
  /** Takes the authorized money. Refused when it can never be taken. */
  captureIntent(request: {
    readonly orderId: string;
    readonly intentId: string;
  }): Promise<Result<Intent, Refusal<'payments.capture_failed'>>>;
  /** Ends the intent and frees what it reserved. Answers it `captured` when that came too late. */
  cancelIntent(request: { readonly orderId: string; readonly intentId: string }): Promise<Intent>;
  /** Gives all of the captured money back. */
  refund(request: { readonly orderId: string; readonly intentId: string; readonly refundId: string }): Promise<void>;
}
