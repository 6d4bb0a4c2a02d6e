import type Stripe from 'stripe';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import type { Decline } from '../domain/provider.ts';

/**
 * The fields of a Stripe error that are read here. They distinguish it from other errors without
 * the SDK, which is loaded only to call Stripe.
 */
export type StripeFailure = Pick<
  Stripe.errors.StripeError,
  'type' | 'code' | 'decline_code' | 'param' | 'statusCode' | 'headers' | 'message'
>;

export const isStripeFailure = (error: unknown): error is StripeFailure & Error =>
  error instanceof Error && 'type' in error && typeof error.type === 'string' && error.type.startsWith('Stripe');

/**
 * The answer is that of an earlier request with this key. The key will never bring a different one.
 */
export const isReplay = ({ headers }: StripeFailure): boolean => headers?.['idempotent-replayed'] === 'true';

export const isServerFailure = ({ statusCode }: StripeFailure): boolean => (statusCode ?? 0) >= 500;

/** The intent's state does not allow the call. The state itself has to be read. */
export const isUnexpectedState = ({ code }: StripeFailure): boolean => code === 'payment_intent_unexpected_state';

/**
 * A fault of the network or of Stripe, a rate limit, or a key or object in use by another request.
 */
const isTransient = ({ type, statusCode, code }: StripeFailure): boolean =>
  type === 'StripeConnectionError' ||
  (statusCode ?? 0) >= 500 ||
  statusCode === 429 ||
  code === 'idempotency_key_in_use' ||
  code === 'lock_timeout';

/** The error as the saga knows it: a TransientFault if it passes by itself. */
export const asFault = (error: unknown): unknown =>
  isStripeFailure(error) && isTransient(error) ? new TransientFault(error.message, { cause: error }) : error;

/** The decline inside an error, if it is one. */
export function declineOf(error: unknown): Decline | undefined {
  if (!isStripeFailure(error)) return undefined;
  const { type, code, param } = error;
  if (type === 'StripeCardError') return cardDecline(error);
  if (type !== 'StripeInvalidRequestError') return undefined;
  if (code === 'amount_too_small') {
    return refuse('payments.amount_too_small', 'The total is less than can be charged.').refusal;
  }
  if (code === 'amount_too_large') {
    return refuse('payments.amount_too_large', 'The total is more than can be charged.').refusal;
  }
  if (param === 'payment_method' || code?.startsWith('payment_method_')) {
    return refuse('payments.invalid_payment_method', 'The payment method does not exist or cannot be used.').refusal;
  }
  return undefined;
}

/**
 * The reasons of a decline that the buyer may read, by Stripe's code. Other codes stay in the log:
 * some, such as those of a stolen card, must not reach the buyer.
 * https://docs.stripe.com/declines/codes
 */
const DECLINES: ReadonlyMap<string, string> = new Map([
  ['insufficient_funds', 'The card has insufficient funds.'],
  ['expired_card', 'The card has expired.'],
  ['incorrect_cvc', 'The security code of the card is wrong.'],
  ['invalid_cvc', 'The security code of the card is wrong.'],
  ['currency_not_supported', 'The card cannot pay in the currency of the order.'],
  ['authentication_required', 'The bank asks the buyer to authenticate the payment.'],
  ['payment_intent_authentication_failure', 'The bank could not authenticate the buyer.'],
]);

/** The decline of a card, by the last error of a payment. Its code goes to the log. */
export function cardDecline({
  code,
  decline_code: declineCode,
}: {
  readonly code?: string | null | undefined;
  readonly decline_code?: string | null | undefined;
}): Decline {
  logger.info('the card was declined', { code, declineCode });
  const detail = DECLINES.get(declineCode ?? code ?? '') ?? 'The card was declined.';
  return refuse('payments.card_declined', detail).refusal;
}

/** Returns the call's result, and throws errors that pass by themselves as TransientFaults. */
export async function faultsOf<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw asFault(error);
  }
}
