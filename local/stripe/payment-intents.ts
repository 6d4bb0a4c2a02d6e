/** PaymentIntents: the states that each operation accepts, and its effect on the intent. */

import { type Account, randomId } from './account.ts';
import { AUTHENTICATION_REQUIRED, cardOf, type Decline, type TestCard, viewOf } from './cards.ts';
import { docUrl, invalidRequest, noSuchObject, StripeError, unexpectedState } from './errors.ts';
import { intentEventType } from './events.ts';
import type { CaptureMethod, Charge, Metadata, NextAction, PaymentError, PaymentIntent, Status } from './objects.ts';
import { mergeMetadata } from './params.ts';

/** The states in which each operation is allowed; the order is that of Stripe's messages. */
const ACCEPTED = {
  confirm: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
  capture: ['requires_capture'],
  cancel: ['requires_payment_method', 'requires_capture', 'requires_confirmation', 'requires_action'],
  authenticate: ['requires_action'],
} as const satisfies Record<string, readonly Status[]>;

type Operation = keyof typeof ACCEPTED;

const PARTICIPLE: Readonly<Record<Operation, string>> = {
  confirm: 'confirmed',
  capture: 'captured',
  cancel: 'canceled',
  authenticate: 'authenticated',
};

const AUTHENTICATION_FAILURE = {
  type: 'invalid_request_error',
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this PaymentIntent again.',
} as const;

export interface Confirmation {
  readonly payment_method?: string | undefined;
  readonly return_url?: string | undefined;
  readonly off_session?: boolean | undefined;
}

export interface Creation extends Confirmation {
  readonly amount: number;
  readonly currency: string;
  readonly capture_method?: CaptureMethod | undefined;
  readonly confirm?: boolean | undefined;
  readonly metadata?: Metadata | null | undefined;
  readonly description?: string | undefined;
  readonly receipt_email?: string | undefined;
  readonly statement_descriptor_suffix?: string | undefined;
  readonly payment_method_types?: readonly string[] | undefined;
  readonly automatic_payment_methods?:
    | { readonly enabled: boolean; readonly allow_redirects: string | undefined }
    | undefined;
}

/**
 * Creates an intent, and confirms it at once if asked. Throws as `confirm` does; the intent then
 * exists all the same, as at Stripe.
 */
export function create(account: Account, params: Creation): PaymentIntent {
  if (params.payment_method !== undefined) cardOf(params.payment_method);
  const id = randomId('pi');
  const automatic = params.automatic_payment_methods ?? {
    enabled: !params.payment_method_types,
    allow_redirects: 'always',
  };
  const intent = keep(account, undefined, {
    id,
    object: 'payment_intent',
    amount: params.amount,
    amount_capturable: 0,
    amount_received: 0,
    automatic_payment_methods: automatic.enabled
      ? { allow_redirects: automatic.allow_redirects ?? 'always', enabled: true }
      : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: params.capture_method ?? 'automatic_async',
    client_secret: randomId(`${id}_secret`, 25),
    confirmation_method: 'automatic',
    created: account.seconds(),
    currency: params.currency,
    customer: null,
    description: params.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    next_action: null,
    payment_method: params.payment_method ?? null,
    payment_method_types: params.payment_method_types ?? ['card'],
    processing: null,
    receipt_email: params.receipt_email ?? null,
    statement_descriptor_suffix: params.statement_descriptor_suffix ?? null,
    status: params.payment_method === undefined ? 'requires_payment_method' : 'requires_confirmation',
  });
  return params.confirm ? confirm(account, id, params) : intent;
}

/** Throws `resource_missing` (404). */
export function retrieve(account: Account, id: string): PaymentIntent {
  const intent = account.paymentIntents.get(id);
  if (!intent) throw noSuchObject('payment_intent', id, 'intent');
  return intent;
}

export function update(
  account: Account,
  id: string,
  params: { metadata?: Metadata | null | undefined; description?: string | undefined },
): PaymentIntent {
  const intent = retrieve(account, id);
  return transition(account, intent, intent.status, {
    metadata: mergeMetadata(intent.metadata, params.metadata),
    description: params.description ?? intent.description,
  });
}

/**
 * Charges the card, or asks the customer to authenticate first.
 * Throws the card's decline (402) after it has removed the payment method from the intent. Throws
 * `resource_missing` for an unknown payment method, and `payment_intent_unexpected_state`.
 */
export function confirm(account: Account, id: string, params: Confirmation): PaymentIntent {
  const intent = expectState(account, id, 'confirm');
  const paymentMethod = params.payment_method ?? intent.payment_method;
  if (paymentMethod === null) {
    throw unexpectedState(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      intent,
    );
  }
  const card = cardOf(paymentMethod);
  if (card.challenge && !params.off_session) {
    return transition(account, intent, 'requires_action', {
      payment_method: card.id,
      next_action: challenge(`${account.url}/test/payment_intents/${id}/authenticate`, params.return_url),
    });
  }
  const decline = card.decline ?? (card.challenge ? AUTHENTICATION_REQUIRED : undefined);
  if (decline) throw declined(account, intent, card, decline);
  return approved(account, intent, card);
}

const challenge = (url: string, returnUrl: string | undefined): NextAction =>
  returnUrl === undefined
    ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } }
    : { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };

/** The end of a 3-D Secure challenge: charges the card, or removes it from the intent. */
export function authenticate(account: Account, id: string, outcome: 'success' | 'failure'): PaymentIntent {
  const intent = expectState(account, id, 'authenticate');
  const card = cardOf(intent.payment_method ?? '');
  if (outcome === 'success') return approved(account, intent, card);
  return transition(account, intent, 'requires_payment_method', {
    payment_method: null,
    last_payment_error: {
      ...AUTHENTICATION_FAILURE,
      doc_url: docUrl(AUTHENTICATION_FAILURE.code),
      payment_method: viewOf(card),
    },
  });
}

/**
 * Captures the authorized money, all or a part; the rest is released. Throws `amount_too_large` and
 * `payment_intent_unexpected_state`.
 */
export function capture(
  account: Account,
  id: string,
  params: { amount_to_capture?: number | undefined; metadata?: Metadata | null | undefined },
): PaymentIntent {
  const intent = expectState(account, id, 'capture');
  const captured = params.amount_to_capture ?? intent.amount_capturable;
  if (captured > intent.amount_capturable) {
    throw invalidRequest(
      'The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.',
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  }
  const metadata = mergeMetadata(intent.metadata, params.metadata);
  const charge = account.charges.get(intent.latest_charge ?? '');
  if (charge) {
    const object = account.charges.put({ ...charge, captured: true, amount_captured: captured });
    account.record({ type: 'charge.captured', object });
  }
  return transition(account, intent, 'succeeded', { amount_capturable: 0, amount_received: captured, metadata });
}

/** Ends an intent that holds no money: from then on neither confirm nor capture can succeed. */
export function cancel(account: Account, id: string, reason: string | undefined): PaymentIntent {
  const intent = expectState(account, id, 'cancel');
  return transition(account, intent, 'canceled', {
    amount_capturable: 0,
    canceled_at: account.seconds(),
    cancellation_reason: reason ?? null,
  });
}

/** Changes an existing intent; the only place that does. */
function transition(
  account: Account,
  intent: PaymentIntent,
  status: Status,
  changes: Partial<PaymentIntent>,
): PaymentIntent {
  const next_action = status === 'requires_action' ? intent.next_action : null;
  return keep(account, intent, { ...intent, next_action, ...changes, status });
}

/** Stores the intent, with the event of its change. */
function keep(account: Account, before: PaymentIntent | undefined, after: PaymentIntent): PaymentIntent {
  const type = intentEventType(before, after);
  if (type) account.record({ type, object: after });
  return account.paymentIntents.put(after);
}

function expectState(account: Account, id: string, operation: Operation): PaymentIntent {
  const intent = retrieve(account, id);
  const accepted: readonly Status[] = ACCEPTED[operation];
  if (accepted.includes(intent.status)) return intent;
  throw unexpectedState(refusal(operation, intent.status, accepted), intent);
}

function refusal(operation: Operation, status: Status, accepted: readonly Status[]): string {
  const charged = status === 'succeeded' || status === 'requires_capture';
  if (operation === 'confirm' && charged) {
    return 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.';
  }
  if (operation === 'capture' && status === 'succeeded') {
    return 'This PaymentIntent could not be captured because it has already been captured.';
  }
  const participle = PARTICIPLE[operation];
  const start =
    operation === 'capture' ? 'This PaymentIntent could not be captured' : `You cannot ${operation} this PaymentIntent`;
  return `${start} because it has a status of ${status}. Only a PaymentIntent with one of the following statuses may be ${participle}: ${accepted.join(', ')}.`;
}

function approved(account: Account, intent: PaymentIntent, card: TestCard): PaymentIntent {
  const manual = intent.capture_method === 'manual';
  const charge = addCharge(account, intent, card, {
    amount_captured: manual ? 0 : intent.amount,
    captured: !manual,
    paid: true,
    status: 'succeeded',
  });
  return transition(account, intent, manual ? 'requires_capture' : 'succeeded', {
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    payment_method: card.id,
  });
}

function declined(account: Account, intent: PaymentIntent, card: TestCard, decline: Decline): StripeError {
  const charge = addCharge(account, intent, card, {
    amount_captured: 0,
    captured: false,
    failure_code: decline.code,
    failure_message: decline.message,
    paid: false,
    status: 'failed',
  });
  const error: PaymentError = {
    type: 'card_error',
    ...decline,
    charge: charge.id,
    doc_url: docUrl(decline.code),
    payment_method: viewOf(card),
  };
  const payment_intent = transition(account, intent, 'requires_payment_method', {
    last_payment_error: error,
    latest_charge: charge.id,
    payment_method: null,
  });
  return new StripeError(402, { ...error, payment_intent });
}

type ChargeResult = Pick<Charge, 'amount_captured' | 'captured' | 'paid' | 'status'> &
  Partial<Pick<Charge, 'failure_code' | 'failure_message'>>;

function addCharge(account: Account, intent: PaymentIntent, card: TestCard, result: ChargeResult): Charge {
  return account.charges.put({
    id: randomId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_refunded: 0,
    created: account.seconds(),
    currency: intent.currency,
    disputed: false,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: intent.metadata,
    payment_intent: intent.id,
    payment_method: card.id,
    payment_method_details: { type: 'card', card: { brand: card.brand, last4: card.last4 } },
    refunded: false,
    ...result,
  });
}
