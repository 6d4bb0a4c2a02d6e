import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { useStripe } from './testing.ts';

const now = 1_800_000_000_000;
const stripe = useStripe({ clock: { now: () => now } });

const UNEXPECTED_STATE = {
  code: 'payment_intent_unexpected_state',
  statusCode: 400,
  type: 'StripeInvalidRequestError',
};

function create(params: Partial<Stripe.PaymentIntentCreateParams> = {}): Promise<Stripe.PaymentIntent> {
  return stripe().sdk.paymentIntents.create({ amount: 1000, currency: 'eur', capture_method: 'manual', ...params });
}

function authorized(): Promise<Stripe.PaymentIntent> {
  return create({ payment_method: 'pm_card_visa', confirm: true });
}

describe('creating', () => {
  test('an intent waits for a payment method, with the fields of Stripe', async () => {
    const intent = await create({ currency: 'EUR', metadata: { orderId: 'ord_1' } });

    expect(intent).toMatchObject({
      object: 'payment_intent',
      id: expect.stringMatching(/^pi_\w{24}$/),
      amount: 1000,
      amount_capturable: 0,
      amount_received: 0,
      capture_method: 'manual',
      client_secret: expect.stringMatching(new RegExp(`^${intent.id}_secret_`)),
      created: now / 1000,
      currency: 'eur',
      latest_charge: null,
      livemode: false,
      metadata: { orderId: 'ord_1' },
      next_action: null,
      payment_method: null,
      status: 'requires_payment_method',
    });
  });

  test('an intent with a payment method waits for its confirmation', async () => {
    expect((await create({ payment_method: 'pm_card_visa' })).status).toBe('requires_confirmation');
  });

  test('an unknown payment method is missing, and no intent is left', async () => {
    const refused = create({ payment_method: 'pm_card_amex_of_a_friend' });

    await expect(refused).rejects.toMatchObject({ code: 'resource_missing', statusCode: 400, param: 'payment_method' });
    expect((await stripe().sdk.paymentIntents.list()).data).toEqual([]);
  });
});

describe('confirming', () => {
  test.each(['pm_card_visa', 'pm_card_mastercard'])('%s is authorized under manual capture', async (card) => {
    const { id } = await create();

    const intent = await stripe().sdk.paymentIntents.confirm(id, { payment_method: card });

    expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 1000, amount_received: 0 });
  });

  test('an intent under automatic capture has succeeded at once', async () => {
    const intent = await create({ capture_method: 'automatic', payment_method: 'pm_card_visa', confirm: true });

    expect(intent).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 1000 });
  });

  test.each([
    ['pm_card_chargeDeclined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ])('%s is declined, and the intent waits for a different card', async (card, decline) => {
    const { sdk } = stripe();
    const { id } = await create({ payment_method: card });

    const declined = sdk.paymentIntents.confirm(id);

    const error = { code: 'card_declined', decline_code: decline };
    await expect(declined).rejects.toMatchObject({
      ...error,
      type: 'StripeCardError',
      statusCode: 402,
      payment_intent: { id, status: 'requires_payment_method' },
    });
    const after = await sdk.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(after).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { ...error, type: 'card_error', payment_method: { id: card } },
      latest_charge: { status: 'failed', paid: false, captured: false },
    });
    const second = await sdk.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(second).toMatchObject({ status: 'requires_capture', last_payment_error: null });
  });

  test('an intent without a payment method cannot be confirmed', async () => {
    const { id } = await create();

    await expect(stripe().sdk.paymentIntents.confirm(id)).rejects.toMatchObject(UNEXPECTED_STATE);
  });

  test('an authorized intent cannot be confirmed again', async () => {
    const { id } = await authorized();

    const again = stripe().sdk.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });

    await expect(again).rejects.toMatchObject({
      ...UNEXPECTED_STATE,
      payment_intent: { id, status: 'requires_capture' },
    });
  });
});

describe('3-D Secure', () => {
  const challenged = () =>
    create({
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      return_url: 'https://shop.example/done',
    });
  const authenticate = (id: string, outcome: string) =>
    stripe().control('POST', `/test/payment_intents/${id}/authenticate`, { outcome });

  test('without a page to return to, only Stripe.js can show the challenge', async () => {
    const intent = await create({ payment_method: 'pm_card_authenticationRequired', confirm: true });

    expect(intent.next_action).toEqual({
      type: 'use_stripe_sdk',
      use_stripe_sdk: {
        type: 'three_d_secure_redirect',
        stripe_js: `${stripe().server.url}/test/payment_intents/${intent.id}/authenticate`,
      },
    });
  });

  test('the customer is redirected to a challenge that ends at this server', async () => {
    const intent = await challenged();

    expect(intent.status).toBe('requires_action');
    expect(intent.latest_charge).toBeNull();
    expect(intent.next_action).toEqual({
      type: 'redirect_to_url',
      redirect_to_url: {
        return_url: 'https://shop.example/done',
        url: `${stripe().server.url}/test/payment_intents/${intent.id}/authenticate`,
      },
    });
  });

  test('a passed challenge authorizes the payment', async () => {
    const { id } = await challenged();

    const answer = await authenticate(id, 'success');

    expect(answer.status).toBe(200);
    expect(await stripe().sdk.paymentIntents.retrieve(id)).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 1000,
      next_action: null,
    });
  });

  test('a passed challenge captures the money under automatic capture', async () => {
    const { id } = await create({
      capture_method: 'automatic',
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
    });

    const answer = await authenticate(id, 'success');

    expect(answer.body).toMatchObject({ status: 'succeeded', amount_received: 1000 });
  });

  test('a failed challenge leaves the intent waiting for a different card', async () => {
    const { id } = await challenged();

    const answer = await stripe().post(`/test/payment_intents/${id}/authenticate`, { outcome: 'failure' });

    expect(answer.body).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      latest_charge: null,
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  test('a challenge ends once', async () => {
    const { id } = await challenged();
    await authenticate(id, 'success');

    const again = await authenticate(id, 'failure');

    expect(again.status).toBe(400);
    expect(again.body.error.code).toBe('payment_intent_unexpected_state');
  });

  test('a challenge of a cancelled intent is too late', async () => {
    const { id } = await challenged();
    await stripe().sdk.paymentIntents.cancel(id);

    expect((await authenticate(id, 'success')).status).toBe(400);
  });

  test('an outcome that is neither success nor failure is refused', async () => {
    const { id } = await challenged();

    expect((await authenticate(id, 'perhaps')).status).toBe(400);
  });

  test('without the customer present, the card is declined', async () => {
    const declined = create({ payment_method: 'pm_card_authenticationRequired', confirm: true, off_session: true });

    await expect(declined).rejects.toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });
});

describe('capturing', () => {
  test('captures the whole amount', async () => {
    const { id } = await authorized();

    const intent = await stripe().sdk.paymentIntents.capture(id, {}, { idempotencyKey: 'c' });

    expect(intent).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 1000 });
  });

  test('captures a part, and releases the rest', async () => {
    const { id } = await authorized();

    const intent = await stripe().sdk.paymentIntents.capture(id, { amount_to_capture: 400, expand: ['latest_charge'] });

    expect(intent).toMatchObject({
      amount: 1000,
      amount_capturable: 0,
      amount_received: 400,
      latest_charge: { amount: 1000, amount_captured: 400, captured: true, payment_intent: id },
    });
  });

  test('more than was authorized is refused', async () => {
    const { id } = await authorized();

    const refused = stripe().sdk.paymentIntents.capture(id, { amount_to_capture: 1001 });

    await expect(refused).rejects.toMatchObject({ code: 'amount_too_large', param: 'amount_to_capture' });
    expect((await stripe().sdk.paymentIntents.retrieve(id)).status).toBe('requires_capture');
  });

  test('a captured intent cannot be captured again', async () => {
    const { id } = await authorized();
    await stripe().sdk.paymentIntents.capture(id);

    await expect(stripe().sdk.paymentIntents.capture(id)).rejects.toMatchObject(UNEXPECTED_STATE);
  });
});

describe('cancelling', () => {
  test.each<[string, Partial<Stripe.PaymentIntentCreateParams>]>([
    ['requires_payment_method', {}],
    ['requires_confirmation', { payment_method: 'pm_card_visa' }],
    ['requires_action', { payment_method: 'pm_card_authenticationRequired', confirm: true }],
    ['requires_capture', { payment_method: 'pm_card_visa', confirm: true }],
  ])('ends an intent in %s, so that no later call succeeds', async (status, params) => {
    const { paymentIntents } = stripe().sdk;
    const { id, status: before } = await create(params);
    expect(before).toBe(status);

    const cancelled = await paymentIntents.cancel(id, { cancellation_reason: 'abandoned' });

    expect(cancelled).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
      canceled_at: now / 1000,
      cancellation_reason: 'abandoned',
      next_action: null,
    });
    const late = paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    await expect(late).rejects.toMatchObject(UNEXPECTED_STATE);
    await expect(paymentIntents.capture(id)).rejects.toMatchObject(UNEXPECTED_STATE);
    await expect(paymentIntents.cancel(id)).rejects.toMatchObject(UNEXPECTED_STATE);
  });

  test('a captured intent cannot be cancelled', async () => {
    const { id } = await authorized();
    await stripe().sdk.paymentIntents.capture(id);

    await expect(stripe().sdk.paymentIntents.cancel(id)).rejects.toMatchObject({
      ...UNEXPECTED_STATE,
      payment_intent: { status: 'succeeded' },
    });
  });
});

describe('reading and updating', () => {
  test('an unknown intent is missing', async () => {
    await expect(stripe().sdk.paymentIntents.retrieve('pi_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
  });

  test('metadata is merged, and an empty value removes its key', async () => {
    const { id } = await create({ metadata: { a: '1', b: '2' } });

    const updated = await stripe().sdk.paymentIntents.update(id, { metadata: { b: '', c: '3' } });

    expect(updated.metadata).toEqual({ a: '1', c: '3' });
  });

  test('intents are listed newest first, page by page', async () => {
    const { paymentIntents } = stripe().sdk;
    const ids: string[] = [];
    for (const amount of [100, 200, 300]) ids.unshift((await create({ amount })).id);

    const first = await paymentIntents.list({ limit: 2 });
    const second = await paymentIntents.list({ limit: 2, starting_after: ids[1] as string });
    const back = await paymentIntents.list({ limit: 2, ending_before: ids[2] as string });

    expect(first.data.map((intent) => intent.id)).toEqual(ids.slice(0, 2));
    expect(first).toMatchObject({ object: 'list', has_more: true, url: '/v1/payment_intents' });
    expect(second.data.map((intent) => intent.id)).toEqual(ids.slice(2));
    expect(second.has_more).toBe(false);
    expect(back.data.map((intent) => intent.id)).toEqual(ids.slice(0, 2));
  });

  test('the SDK walks the pages by itself', async () => {
    for (const amount of [100, 200, 300, 400, 500]) await create({ amount });
    const amounts: number[] = [];

    for await (const intent of stripe().sdk.paymentIntents.list({ limit: 2 })) amounts.push(intent.amount);

    expect(amounts).toEqual([500, 400, 300, 200, 100]);
  });

  test('charges are expanded in a list and below a charge', async () => {
    const { id } = await authorized();

    const list = await stripe().sdk.paymentIntents.list({ expand: ['data.latest_charge.payment_intent'] });

    expect(list.data[0]?.latest_charge).toMatchObject({
      object: 'charge',
      payment_intent: { id, object: 'payment_intent' },
    });
  });

  test('an expansion of an unknown field is refused before anything happens', async () => {
    await expect(create({ expand: ['latest_charge.nothing'] })).rejects.toMatchObject({ statusCode: 400 });
    expect((await stripe().sdk.paymentIntents.list()).data).toEqual([]);
  });
});
