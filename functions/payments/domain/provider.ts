import type { Money } from '../../../shared/kernel/money.ts';
import type { Refusal } from '../../../shared/kernel/result.ts';

/** The permanent reasons why a payment cannot be taken. */
export type DeclineCode =
  | 'payments.card_declined'
  | 'payments.invalid_payment_method'
  | 'payments.amount_too_small'
  | 'payments.amount_too_large'
  | 'payments.amount_not_chargeable'
  | 'payments.too_many_waiting'
  | 'payments.intent_cancelled'
  | 'payments.timed_out';

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

/**
 * The action that the buyer must take, and the tokens of the saga's attempts that may wait for it.
 * Only Step Functions knows which of them is alive, so all are kept.
 */
export type Waiting = NextAction & { readonly taskTokens: readonly string[] };

/** An execution has at most seven attempts; more tokens than two executions' are not kept. */
const MAX_TOKENS = 16;

/** The tokens with one more, the newest last. The oldest go when there are too many. */
export const withToken = (tokens: readonly string[], token: string | undefined): readonly string[] =>
  token === undefined || tokens.includes(token) ? tokens : [...tokens, token].slice(-MAX_TOKENS);

/**
 * `pending`: accepted, and decided in days. `failed`: the money did not reach the buyer; a refund
 * that had succeeded can fail later.
 */
export const REFUND_STATES = ['pending', 'succeeded', 'failed'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** The provider's side of a payment, as it is now. */
export interface Intent {
  readonly id: string;
  readonly state: IntentState;
  readonly amount: Money;
  readonly nextAction?: NextAction;
  /** Of a `declined` one. */
  readonly decline?: Decline;
}
