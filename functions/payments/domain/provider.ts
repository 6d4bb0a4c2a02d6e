import type { Money } from '../../../shared/kernel/money.ts';
import type { Refusal } from '../../../shared/kernel/result.ts';

/** The permanent reasons why a payment cannot be taken. */
export type DeclineCode =
  | 'payments.card_declined'
  | 'payments.invalid_payment_method'
  | 'payments.amount_too_small'
  | 'payments.amount_too_large'
  | 'payments.amount_not_chargeable'
  | 'payments.intent_cancelled';

export type Decline = Refusal<DeclineCode>;

/**
 * `unconfirmed`: no attempt yet. `declined`: the last attempt failed. `authorized`: the money is
 * reserved. `captured`: it was taken. `processing`: the provider does not know yet.
 */
export type IntentState =
  | 'unconfirmed'
  | 'requires_action'
  | 'processing'
  | 'declined'
  | 'authorized'
  | 'captured'
  | 'cancelled';

/**
 * The action that the buyer must take. `redirectUrl` is empty where only the client secret helps.
 */
export interface NextAction {
  readonly type: string;
  readonly redirectUrl: string;
  readonly clientSecret: string;
}

/** The action that the buyer must take, and the saga's task that waits for it. */
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
