import type Stripe from 'stripe';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import type { Intent, IntentState } from '../domain/provider.ts';
import { chargeOf } from '../domain/stripe-amount.ts';
import type { PaymentProvider } from '../use-cases/ports.ts';
import { metadataOf, readCharged } from './stripe-charged.ts';
import { declineOf, faultsOf, isStripeFailure } from './stripe-errors.ts';
import { intentOf } from './stripe-intent.ts';
import { keyed } from './stripe-keys.ts';
import { createRefund, readRefund } from './stripe-refund.ts';

/** Stripe forgets keys after 24 hours; a little before, reads decide instead. */
const KEY_LIFETIME_MS = 23 * 3_600_000;
/** Stripe's clock and ours differ by less. */
const CLOCK_SKEW_S = 300;

/** A capture that can never succeed. https://docs.stripe.com/error-codes */
const UNCAPTURABLE: ReadonlySet<string | undefined> = new Set([
  'capture_charge_authorization_expired',
  'capture_unauthorized_payment',
  'charge_expired_for_capture',
]);

type Operation = 'confirm' | 'capture' | 'cancel';

/** The states in which an operation has nothing left to do. */
const SETTLED: Readonly<Record<Operation, (state: IntentState) => boolean>> = {
  confirm: (state) => state !== 'unconfirmed',
  capture: (state) => state !== 'authorized' && state !== 'processing',
  cancel: (state) => state === 'cancelled' || state === 'captured',
};

/**
 * Payments by Stripe, as PaymentIntents with manual capture.
 *
 * @param returnUrl the page to which the bank sends the buyer back. Without it Stripe gives no page
 *   of the bank: only Stripe.js shows it, with the client secret.
 */
export function createStripeProvider(
  connect: () => Promise<Stripe>,
  clock: Clock,
  returnUrl?: string,
): PaymentProvider {
  const readIntent = async (intentId: string): Promise<Intent> => {
    const stripe = await connect();
    return intentOf(await faultsOf(() => stripe.paymentIntents.retrieve(intentId)));
  };

  /**
   * Runs an operation on an intent, under the key of its order if it has one. Returns the intent in
   * whatever state it then is.
   */
  const advance = async (
    operation: Operation,
    { orderId, intentId }: { readonly orderId?: string; readonly intentId: string },
    call: (stripe: Stripe, options: Stripe.RequestOptions) => Promise<Stripe.PaymentIntent>,
  ): Promise<Intent> => {
    const owner = orderId === undefined ? `intent:${intentId}` : `order:${orderId}`;
    const stripe = await connect();
    const settled = async () => {
      const intent = await readIntent(intentId);
      return SETTLED[operation](intent.state) ? intent : undefined;
    };
    return keyed(
      { key: `${owner}:${operation}`, now: clock.now() },
      async (idempotencyKey) => intentOf(await call(stripe, { idempotencyKey })),
      settled,
      () => readIntent(intentId),
    );
  };

  const cancel = (subject: { readonly orderId?: string; readonly intentId: string }) =>
    advance('cancel', subject, (stripe, options) => stripe.paymentIntents.cancel(subject.intentId, {}, options));

  return {
    createIntent: async (request) => createIntent(await connect(), clock, request),

    confirmIntent: ({ paymentMethod, ...order }) =>
      declinable(() =>
        advance('confirm', order, (stripe, options) =>
          stripe.paymentIntents.confirm(
            order.intentId,
            { payment_method: paymentMethod, ...(returnUrl === undefined ? {} : { return_url: returnUrl }) },
            options,
          ),
        ),
      ),

    findIntent: async (request) => findIntent(await connect(), request),
    readIntent,
    readCharged: async (intentId) => readCharged(await connect(), intentId),

    async captureIntent(order) {
      try {
        const { intentId } = order;
        return ok(
          await advance('capture', order, ({ paymentIntents }, options) =>
            paymentIntents.capture(intentId, {}, options),
          ),
        );
      } catch (error) {
        if (!isStripeFailure(error)) throw error;
        if (error.type !== 'StripeCardError' && !UNCAPTURABLE.has(error.code)) throw error;
        const { type, code, decline_code: declineCode } = error;
        logger.info('the money cannot be captured', { type, code, declineCode });
        return refuse('payments.capture_failed', 'The reserved money could not be taken from the card.');
      }
    },

    cancelIntent: cancel,
    dropIntent: (intentId) => cancel({ intentId }),

    refund: async (request) => createRefund(await connect(), clock, request),
    readRefund: async (request) => readRefund(await connect(), request),
  };
}

const createIntent = async (
  stripe: Stripe,
  clock: Clock,
  { orderId, amount, requestedAt }: Parameters<PaymentProvider['createIntent']>[0],
): ReturnType<PaymentProvider['createIntent']> => {
  const charge = chargeOf(amount);
  if (!charge.ok) return charge;
  const find = () => findIntent(stripe, { orderId, since: requestedAt });
  if (clock.now().getTime() - requestedAt.getTime() > KEY_LIFETIME_MS) {
    const found = await find();
    if (found) return ok(found);
  }
  const params: Stripe.PaymentIntentCreateParams = {
    ...charge.value,
    capture_method: 'manual',
    // Cards, but nothing that would need a page of ours to return to.
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    metadata: metadataOf(orderId),
  };
  const create = async (idempotencyKey: string) =>
    intentOf(await stripe.paymentIntents.create(params, { idempotencyKey }));
  return declinable(() => keyed({ key: `order:${orderId}:create`, now: clock.now() }, create, find));
};

/**
 * Searches the intents created since then, newest first. Needed only where a key no longer finds
 * the intent.
 */
async function findIntent(
  stripe: Stripe,
  { orderId, since }: Parameters<PaymentProvider['findIntent']>[0],
): Promise<Intent | undefined> {
  const earliest = Math.floor(since.getTime() / 1000) - CLOCK_SKEW_S;
  return faultsOf(async () => {
    for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
      if (intent.metadata.orderId === orderId) return intentOf(intent);
      if (intent.created < earliest) return undefined;
    }
    return undefined;
  });
}

async function declinable(call: () => Promise<Intent>) {
  try {
    return ok(await call());
  } catch (error) {
    const decline = declineOf(error);
    if (!decline) throw error;
    return { ok: false, refusal: decline } as const;
  }
}
