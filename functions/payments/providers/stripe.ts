import type Stripe from 'stripe';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import type { Intent, IntentState, PaymentProvider } from '../domain/provider.ts';
import { fromStripe, toStripe } from './stripe-amount.ts';
import {
  asFault,
  cardDecline,
  declineOf,
  isReplay,
  isServerFailure,
  isStripeFailure,
  isUnexpectedState,
} from './stripe-errors.ts';

/** Stripe forgets keys after 24 hours; a little before, reads decide instead. */
const KEY_LIFETIME_MS = 23 * 3_600_000;
/** Stripe's clock and ours differ by less. */
const CLOCK_SKEW_S = 300;
const MAX_KEYS = 5;

/** Payments by Stripe, as PaymentIntents with manual capture. */
export function createStripeProvider(connect: () => Promise<Stripe>, clock: Clock): PaymentProvider {
  const read = async (intentId: string): Promise<Intent> => {
    const stripe = await connect();
    return intentOf(await faultsOf(() => stripe.paymentIntents.retrieve(intentId)));
  };
  const readIf = async (intentId: string, isSettled: (state: IntentState) => boolean) => {
    const intent = await read(intentId);
    return isSettled(intent.state) ? intent : undefined;
  };

  return {
    async createIntent({ orderId, amount, requestedAt }) {
      const charge = toStripe(amount);
      if (!charge) return refuse('payments.amount_not_chargeable', 'The total cannot be charged in this currency.');
      const stripe = await connect();
      const since = Math.floor(requestedAt.getTime() / 1000) - CLOCK_SKEW_S;
      const find = () => findIntent(stripe, orderId, since);
      if (clock.now().getTime() - requestedAt.getTime() > KEY_LIFETIME_MS) {
        const found = await find();
        if (found) return ok(found);
      }
      const create = async (idempotencyKey: string) =>
        intentOf(
          await stripe.paymentIntents.create(
            {
              ...charge,
              capture_method: 'manual',
              // Cards, but nothing that would need a page of ours to return to.
              automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
              metadata: { orderId },
            },
            { idempotencyKey },
          ),
        );
      return declinable(() => keyed(`order:${orderId}:create`, create, find));
    },

    async confirmIntent({ orderId, intentId, paymentMethod }) {
      const stripe = await connect();
      const confirm = async (idempotencyKey: string) =>
        intentOf(await stripe.paymentIntents.confirm(intentId, { payment_method: paymentMethod }, { idempotencyKey }));
      const settled = () => readIf(intentId, (state) => state !== 'unconfirmed');
      return declinable(() => keyed(`order:${orderId}:confirm`, confirm, settled, () => read(intentId)));
    },

    readIntent: read,

    async captureIntent({ orderId, intentId }) {
      const stripe = await connect();
      const capture = async (idempotencyKey: string) =>
        intentOf(await stripe.paymentIntents.capture(intentId, {}, { idempotencyKey }));
      const settled = () => readIf(intentId, (state) => state !== 'authorized' && state !== 'processing');
      try {
        return ok(await keyed(`order:${orderId}:capture`, capture, settled, () => read(intentId)));
      } catch (error) {
        if (!isStripeFailure(error)) throw error;
        if (error.type !== 'StripeCardError' && error.type !== 'StripeInvalidRequestError') throw error;
        return refuse('payments.capture_failed', `The money cannot be captured (${error.code ?? error.type}).`);
      }
    },

    async cancelIntent({ orderId, intentId }) {
      const stripe = await connect();
      const cancel = async (idempotencyKey: string) =>
        intentOf(await stripe.paymentIntents.cancel(intentId, {}, { idempotencyKey }));
      const settled = () => readIf(intentId, (state) => state === 'cancelled' || state === 'captured');
      return keyed(`order:${orderId}:cancel`, cancel, settled, () => read(intentId));
    },

    async refund({ orderId, intentId, refundId }) {
      const stripe = await connect();
      const params = { payment_intent: intentId, metadata: { orderId, refundId } };
      const create = async (idempotencyKey: string) => stripe.refunds.create(params, { idempotencyKey });
      const find = async () =>
        (await faultsOf(() => stripe.refunds.list({ payment_intent: intentId, limit: 100 }))).data.find(
          ({ metadata }) => metadata?.refundId === refundId,
        );
      const { status } = await keyed(`refund:${refundId}`, create, find).catch(async (error: unknown) => {
        const found = isStripeFailure(error) && error.code === 'charge_already_refunded' ? await find() : undefined;
        if (!found) throw error;
        return found;
      });
      if (status === 'failed' || status === 'canceled') throw new Error(`The refund ${refundId} is ${status}.`);
    },
  };
}

/**
 * Makes a call under its stable key, so that a retry brings the first result. A key whose stored result is a failure of Stripe, or of a
 * state that has passed, will bring only that: then what there is decides, and if the call has had no effect the next key is used.
 *
 * @param settled what the call should bring about, if it is there.
 * @param current what the call found instead, when it came in an unexpected state.
 * @throws TransientFault when the outcome is not known.
 */
async function keyed<T>(
  key: string,
  call: (idempotencyKey: string) => Promise<T>,
  settled: () => Promise<T | undefined>,
  current?: () => Promise<T>,
): Promise<T> {
  for (let number = 1; number <= MAX_KEYS; number += 1) {
    try {
      return await call(number === 1 ? key : `${key}:${number}`);
    } catch (error) {
      if (!isStripeFailure(error)) throw error;
      const unexpected = isUnexpectedState(error);
      if (unexpected && current && !isReplay(error)) return current();
      if (!isReplay(error) || !(unexpected || isServerFailure(error))) throw asFault(error);
      const found = await settled();
      if (found) return found;
    }
  }
  throw new TransientFault(`Stripe keeps failing on ${key}.`);
}

async function faultsOf<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw asFault(error);
  }
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

/** Looks through what was created since, newest first. Needed only where a key does not tell any more. */
async function findIntent(stripe: Stripe, orderId: string, since: number): Promise<Intent | undefined> {
  return faultsOf(async () => {
    for await (const intent of stripe.paymentIntents.list({ limit: 100 })) {
      if (intent.metadata.orderId === orderId) return intentOf(intent);
      if (intent.created < since) return undefined;
    }
    return undefined;
  });
}

const STATES: Readonly<Record<string, IntentState>> = {
  requires_payment_method: 'unconfirmed',
  requires_confirmation: 'unconfirmed',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'authorized',
  succeeded: 'captured',
  canceled: 'cancelled',
};

function intentOf(intent: Stripe.PaymentIntent): Intent {
  const { id, status, next_action: action, last_payment_error: error } = intent;
  const amount = fromStripe({
    // What was taken may be less than what was asked for, and then it is this that counts.
    amount: status === 'succeeded' ? intent.amount_received : intent.amount,
    currency: intent.currency,
  });
  if (status === 'requires_payment_method' && error) {
    return { id, state: 'declined', amount, decline: cardDecline(error.decline_code ?? error.code) };
  }
  // A status that Stripe may add one day tells nothing yet.
  const state = STATES[status] ?? 'processing';
  if (!action) return { id, state, amount };
  const nextAction = {
    type: action.type,
    redirectUrl: action.redirect_to_url?.url ?? '',
    clientSecret: intent.client_secret ?? '',
  };
  return { id, state, amount, nextAction };
}
