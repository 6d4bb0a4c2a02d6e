import type Stripe from 'stripe';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type StripeServer, startStripe } from '../../../local/stripe/server.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import type { PaymentProvider } from '../use-cases/ports.ts';
import { createStripeProvider } from './stripe.ts';
import { createStripe } from './stripe-client.ts';

const logged = vi.spyOn(logger, 'info').mockImplementation(() => undefined);

let server: StripeServer;
let provider: PaymentProvider;

beforeAll(async () => {
  server = await startStripe({ port: 0 });
  const stripe = await createStripe('sk_test_1', server.url);
  provider = createStripeProvider(async () => stripe, { now: () => new Date() });
});

afterEach(() => fetch(`${server.url}/test/faults`, { method: 'DELETE' }));

afterAll(() => server.close());

const amount = { amount: 2900, currency: 'EUR' };
const requestedAt = new Date();

const create = (orderId: string) => provider.createIntent({ orderId, amount, requestedAt });

async function created(orderId: string): Promise<string> {
  const intent = await create(orderId);
  if (!intent.ok) throw new Error(intent.refusal.code);
  return intent.value.id;
}

const confirm = (orderId: string, intentId: string, paymentMethod = 'pm_card_visa') =>
  provider.confirmIntent({ orderId, intentId, paymentMethod });

async function authorized(): Promise<{ orderId: string; intentId: string }> {
  const orderId = createId('ord');
  const intentId = await created(orderId);
  await confirm(orderId, intentId);
  return { orderId, intentId };
}

const arm = (fault: { path: string; when: string; times?: number; status?: number }) =>
  fetch(`${server.url}/test/faults`, { method: 'POST', body: JSON.stringify({ method: 'POST', ...fault }) });

/** Stripe's own view. */
async function at<T>(path: string): Promise<T> {
  const response = await fetch(`${server.url}/v1/${path}`, { headers: { authorization: 'Bearer sk_test_1' } });
  return response.json() as Promise<T>;
}

const intentsOf = async (orderId: string) =>
  (await at<{ data: { id: string; metadata: { orderId: string } }[] }>('payment_intents?limit=100')).data.filter(
    ({ metadata }) => metadata.orderId === orderId,
  );

test('An intent is made, authorized, captured and refunded.', async () => {
  const { orderId, intentId } = await authorized();
  expect(await provider.readIntent(intentId)).toEqual({ id: intentId, state: 'authorized', amount });
  expect(await provider.captureIntent({ orderId, intentId })).toMatchObject({ value: { state: 'captured', amount } });
  expect(await provider.refund({ orderId, intentId, refundId: 'rfd_1' })).toBe('succeeded');
  expect(await at(`payment_intents/${intentId}`)).toMatchObject({
    metadata: { orderId },
    capture_method: 'manual',
    amount_received: 2900,
    currency: 'eur',
  });
});

test.each(['succeeded', 'failed'] as const)(
  'A refund that is pending is not done, and has %s later.',
  async (outcome) => {
    const orderId = createId('ord');
    const intentId = await created(orderId);
    await confirm(orderId, intentId, 'pm_card_pendingRefund');
    await provider.captureIntent({ orderId, intentId });
    const refund = { orderId, intentId, refundId: `rfd_${orderId}` };

    expect(await provider.readRefund(refund)).toBeUndefined();
    expect(await provider.refund(refund)).toBe('pending');

    const { data } = await at<{ data: { id: string }[] }>(`refunds?payment_intent=${intentId}`);
    const settle = { method: 'POST', body: JSON.stringify({ outcome }) };
    await fetch(`${server.url}/test/refunds/${data[0]?.id}/settle`, settle);
    expect(await provider.readRefund(refund)).toBe(outcome);
  },
);

test.each(['failed', 'canceled'])('A refund that is %s at once has failed.', async (status) => {
  const refunds = { create: async () => ({ status }) };
  const provider = createStripeProvider(async () => ({ refunds }) as unknown as Stripe, { now: () => new Date() });

  expect(await provider.refund({ orderId: 'ord_1', intentId: 'pi_1', refundId: 'rfd_1' })).toBe('failed');
});

test('A capture of a part reads as the captured amount, which is not the amount of the order.', async () => {
  const { orderId, intentId } = await authorized();
  const body = new URLSearchParams({ amount_to_capture: '1000' });
  const headers = { authorization: 'Bearer sk_test_1' };
  await fetch(`${server.url}/v1/payment_intents/${intentId}/capture`, { method: 'POST', headers, body });

  const part = { state: 'captured', amount: { amount: 1000, currency: 'EUR' } };
  expect(await provider.readIntent(intentId)).toMatchObject(part);
  expect(await provider.captureIntent({ orderId, intentId })).toMatchObject({ value: part });
});

test.each([
  ['pm_card_chargeDeclined', 'payments.card_declined', 'The card was declined.'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'payments.card_declined', 'The card has insufficient funds.'],
  ['pm_card_nobody', 'payments.invalid_payment_method', 'The payment method does not exist or cannot be used.'],
])('%s is refused as %s, in the words of a buyer.', async (paymentMethod, code, detail) => {
  const orderId = createId('ord');
  const intentId = await created(orderId);
  const refused = await confirm(orderId, intentId, paymentMethod);
  expect(refused).toEqual({ ok: false, refusal: { code, detail } });
  expect(await confirm(orderId, intentId, paymentMethod)).toEqual(refused);
  expect(await provider.cancelIntent({ orderId, intentId })).toMatchObject({ state: 'cancelled' });
});

test('An intent whose card was declined reads as declined, with the reason.', async () => {
  const orderId = createId('ord');
  const intentId = await created(orderId);
  const refused = await confirm(orderId, intentId, 'pm_card_chargeDeclinedInsufficientFunds');
  expect(await provider.readIntent(intentId)).toMatchObject({
    state: 'declined',
    decline: 'refusal' in refused && refused.refusal,
  });
});

test("Only the log has Stripe's code of a decline or of a capture that cannot succeed.", async () => {
  const orderId = createId('ord');
  await confirm(orderId, await created(orderId), 'pm_card_chargeDeclined');
  expect(logged).toHaveBeenCalledWith('the card was declined', {
    code: 'card_declined',
    declineCode: 'generic_decline',
  });

  const expired = Object.assign(new Error('The charge has expired.'), {
    type: 'StripeInvalidRequestError',
    code: 'charge_expired_for_capture',
  });
  const paymentIntents = { capture: () => Promise.reject(expired) };
  const late = createStripeProvider(async () => ({ paymentIntents }) as unknown as Stripe, { now: () => new Date() });
  const refused = await late.captureIntent({ orderId, intentId: 'pi_1' });

  expect(refused).toEqual({
    ok: false,
    refusal: { code: 'payments.capture_failed', detail: 'The reserved money could not be taken from the card.' },
  });
  expect(logged).toHaveBeenLastCalledWith('the money cannot be captured', {
    type: 'StripeInvalidRequestError',
    code: 'charge_expired_for_capture',
  });
});

test('A card that asks for 3-D Secure says what the buyer must do: at a page if there is one to return to.', async () => {
  const stripe = await createStripe('sk_test_1', server.url);
  const back = createStripeProvider(async () => stripe, { now: () => new Date() }, 'https://shop.example/done');
  for (const [of, type, redirectUrl] of [
    [back, 'redirect_to_url', expect.stringMatching(/^http/)],
    [provider, 'use_stripe_sdk', ''],
  ] as const) {
    const orderId = createId('ord');
    const intentId = await created(orderId);
    expect(
      await of.confirmIntent({ orderId, intentId, paymentMethod: 'pm_card_authenticationRequired' }),
    ).toMatchObject({
      value: { state: 'requires_action', nextAction: { type, redirectUrl, clientSecret: expect.any(String) } },
    });
  }
});

test('A creation whose reply was lost is found again by its key.', async () => {
  const orderId = createId('ord');
  await arm({ path: '^/v1/payment_intents$', when: 'drop-reply', times: 4 });
  await expect(create(orderId)).rejects.toThrow(TransientFault);
  await fetch(`${server.url}/test/faults`, { method: 'DELETE' });
  const intentId = await created(orderId);
  expect(await intentsOf(orderId)).toMatchObject([{ id: intentId }]);
});

test.each([
  ['before', 'is done'],
  ['after', 'is found done'],
])('An operation whose key holds a failure that came %s its effect %s by a retry, once.', async (when) => {
  const orderId = createId('ord');
  const persistently = async <T>(path: string, call: () => Promise<T>): Promise<T> => {
    await arm({ path, when });
    await expect(call()).rejects.toThrow(TransientFault);
    return call();
  };
  const intentId = await persistently('^/v1/payment_intents$', () => created(orderId));
  const order = { orderId, intentId };
  expect(await intentsOf(orderId)).toHaveLength(1);
  expect(await persistently('/confirm$', () => confirm(orderId, intentId))).toMatchObject({
    value: { state: 'authorized' },
  });
  expect(await persistently('/capture$', () => provider.captureIntent(order))).toMatchObject({
    value: { state: 'captured' },
  });
  await persistently('/refunds$', () => provider.refund({ ...order, refundId: `rfd_${orderId}` }));
  const refunds = await at<{ data: unknown[] }>(`refunds?payment_intent=${intentId}`);
  expect(refunds.data).toHaveLength(1);
});

test('An outage that stores a failure under every key of a call delays it, and does not stop it for the day.', async () => {
  const { orderId, intentId } = await authorized();
  const stripe = await createStripe('sk_test_1', server.url);
  let now = Date.now();
  const calls = createStripeProvider(async () => stripe, { now: () => new Date(now) });
  const outlasted = async <T>(call: () => Promise<T>): Promise<T> => {
    await arm({ path: '.', when: 'before', times: 1000 });
    for (let attempt = 0; attempt < 8; attempt += 1) {
      await expect(call()).rejects.toThrow(TransientFault);
      now += 300_000;
    }
    await fetch(`${server.url}/test/faults`, { method: 'DELETE' });
    return call();
  };

  expect(await outlasted(() => calls.captureIntent({ orderId, intentId }))).toMatchObject({
    value: { state: 'captured' },
  });
  expect(await outlasted(() => calls.refund({ orderId, intentId, refundId: `rfd_${orderId}` }))).toBe('succeeded');
  expect((await at<{ data: unknown[] }>(`refunds?payment_intent=${intentId}`)).data).toHaveLength(1);
});

test('Money that somebody gave back in the Dashboard counts as refunded, and a rest is refunded.', async () => {
  for (const part of [undefined, 900]) {
    const order = await authorized();
    await provider.captureIntent(order);
    const stripe = await createStripe('sk_test_1', server.url);
    await stripe.refunds.create({ payment_intent: order.intentId, ...(part ? { amount: part } : {}) });

    expect(await provider.refund({ ...order, refundId: createId('rfd') })).toBe('succeeded');

    const { data } = await at<{ data: { amount: number }[] }>(`refunds?payment_intent=${order.intentId}`);
    expect(data.reduce((sum, refund) => sum + refund.amount, 0)).toBe(2900);
  }
});

test('Disputed money waits for the bank, and counts as given back when the bank gave it back.', async () => {
  const order = await authorized();
  await provider.captureIntent(order);
  const control = async (path: string, body: object) =>
    (await fetch(`${server.url}/test/${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
  const dispute = (await control(`payment_intents/${order.intentId}/dispute`, {})) as { id: string };
  const refund = { ...order, refundId: createId('rfd') };

  expect(await provider.refund(refund)).toBe('pending');
  await control(`disputes/${dispute.id}/close`, { outcome: 'lost' });
  expect(await provider.refund(refund)).toBe('succeeded');
});

test('An intent that Stripe does not have has no charge of ours.', async () => {
  expect(await provider.readCharged('pi_of_another_account')).toBeUndefined();
});

test('A rate limit passes by itself.', async () => {
  const orderId = createId('ord');
  await arm({ path: '^/v1/payment_intents$', when: 'before', status: 429 });
  await expect(create(orderId)).rejects.toThrow(TransientFault);
  expect(await create(orderId)).toMatchObject({ ok: true });
});

test('The same operation twice at once is one, or to be tried again.', async () => {
  const { orderId, intentId } = await authorized();
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => provider.captureIntent({ orderId, intentId })));
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(TransientFault);
    else expect(outcome.value).toMatchObject({ value: { state: 'captured' } });
  }
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
});

test('An operation that comes too late returns the intent in its present state.', async () => {
  const { orderId, intentId } = await authorized();
  await provider.cancelIntent({ orderId, intentId });
  expect(await provider.captureIntent({ orderId, intentId })).toMatchObject({ value: { state: 'cancelled' } });
  expect(await confirm(createId('ord'), intentId)).toMatchObject({ value: { state: 'cancelled' } });

  const other = await authorized();
  await provider.captureIntent(other);
  expect(await provider.cancelIntent(other)).toMatchObject({ state: 'captured' });
});

test('When the provider may have forgotten the key, the intent is looked for first.', async () => {
  const orderId = createId('ord');
  const intentId = await created(orderId);
  const tomorrow = createStripeProvider(() => createStripe('sk_test_1', server.url), {
    now: () => new Date(Date.now() + 24 * 3_600_000),
  });
  const found = await tomorrow.createIntent({ orderId, amount, requestedAt });
  expect(found).toMatchObject({ value: { id: intentId } });
});

test('An amount that Stripe does not take is refused, and makes no intent.', async () => {
  const orderId = createId('ord');
  const refused = await provider.createIntent({
    orderId,
    amount: { amount: 100_000_000, currency: 'EUR' },
    requestedAt,
  });
  expect(refused).toMatchObject({ refusal: { code: 'payments.amount_too_large' } });
  expect(await intentsOf(orderId)).toEqual([]);
});

/** A client whose every call ends as told; it notes the keys of the calls. */
function clientThat(end: () => Promise<unknown>) {
  const keys: string[] = [];
  const call = (...args: unknown[]) => {
    keys.push((args.at(-1) as Stripe.RequestOptions).idempotencyKey ?? '');
    return end();
  };
  const paymentIntents = { create: call, confirm: call, capture: call, cancel: call };
  const stripe = { paymentIntents, refunds: { create: call } } as unknown as Stripe;
  const calls = createStripeProvider(async () => stripe, { now: () => new Date() });
  const order = { orderId: 'ord_1', intentId: 'pi_1' };
  const operations: readonly (() => Promise<unknown>)[] = [
    () => calls.createIntent({ orderId: 'ord_1', amount, requestedAt: new Date() }),
    () => calls.confirmIntent({ ...order, paymentMethod: 'pm_card_visa' }),
    () => calls.captureIntent(order),
    () => calls.cancelIntent(order),
    () => calls.refund({ ...order, refundId: 'rfd_1' }),
  ];
  return { keys, operations };
}

const stripeFailure = (fields: object) => Object.assign(new Error('Stripe says no.'), fields);

test.each([
  [{ type: 'StripeIdempotencyError', statusCode: 409, code: 'idempotency_key_in_use' }],
  [{ type: 'StripeInvalidRequestError', statusCode: 400, code: 'lock_timeout' }],
  [{ type: 'StripeConnectionError' }],
  [{ type: 'StripeAPIError', statusCode: 503 }],
])('Every operation that fails by %o passes by itself.', async (failure) => {
  const { operations } = clientThat(() => Promise.reject(stripeFailure(failure)));

  for (const operation of operations) await expect(operation()).rejects.toBeInstanceOf(TransientFault);
});

test('Every operation has a key of its own, which is the same in each retry.', async () => {
  const { keys, operations } = clientThat(() => Promise.reject(stripeFailure({ type: 'StripeConnectionError' })));

  for (const _ of [1, 2]) for (const operation of operations) await operation().catch(() => undefined);

  const stable = [
    'order:ord_1:create',
    'order:ord_1:confirm',
    'order:ord_1:capture',
    'order:ord_1:cancel',
    'refund:rfd_1',
  ];
  expect(keys).toEqual([...stable, ...stable]);
});

test('A wrong API key is a fault that does not pass by itself.', async () => {
  const stranger = createStripeProvider(() => createStripe('nonsense', server.url), { now: () => new Date() });
  const attempt = stranger.createIntent({ orderId: createId('ord'), amount, requestedAt });
  await expect(attempt).rejects.toMatchObject({ type: 'StripeAuthenticationError' });
});
