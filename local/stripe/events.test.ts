import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { useStripe } from './testing.ts';

const stripe = useStripe();

const MANUAL = { amount: 1000, currency: 'eur', capture_method: 'manual' } as const;
const PAID = { ...MANUAL, payment_method: 'pm_card_visa', confirm: true };
const CHALLENGED = { ...MANUAL, payment_method: 'pm_card_authenticationRequired', confirm: true };

/** Event types, oldest first: the order in which things happened. */
async function types(): Promise<string[]> {
  const { data } = await stripe().sdk.events.list({ limit: 100 });
  return data.map(({ type }) => type).reverse();
}

async function latest(type: string): Promise<Stripe.Event> {
  const { data } = await stripe().sdk.events.list({ type, limit: 1 });
  if (!data[0]) throw new Error(`No event ${type}`);
  return data[0];
}

const authenticate = (id: string, outcome: 'success' | 'failure') =>
  stripe().control('POST', `/test/payment_intents/${id}/authenticate`, { outcome });

describe('each change makes its event', () => {
  test('an intent that is created, confirmed and captured', async () => {
    const { sdk } = stripe();

    const { id } = await sdk.paymentIntents.create({ ...MANUAL, payment_method: 'pm_card_visa' });
    await sdk.paymentIntents.confirm(id);
    await sdk.paymentIntents.capture(id);

    expect(await types()).toEqual([
      'payment_intent.created',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
  });

  test('an intent that needs no capture', async () => {
    await stripe().sdk.paymentIntents.create({ ...PAID, capture_method: 'automatic' });

    expect(await types()).toEqual(['payment_intent.created', 'payment_intent.succeeded']);
  });

  test('a declined card makes one event per decline', async () => {
    const { sdk } = stripe();
    const { id } = await sdk.paymentIntents.create(MANUAL);

    for (let time = 0; time < 2; time += 1) {
      const declined = sdk.paymentIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' });
      await expect(declined).rejects.toMatchObject({ code: 'card_declined' });
    }

    expect(await types()).toEqual([
      'payment_intent.created',
      'payment_intent.payment_failed',
      'payment_intent.payment_failed',
    ]);
    expect((await latest('payment_intent.payment_failed')).data.object).toMatchObject({
      id,
      status: 'requires_payment_method',
      last_payment_error: { decline_code: 'generic_decline' },
    });
  });

  test.each([
    ['success', 'payment_intent.amount_capturable_updated'],
    ['failure', 'payment_intent.payment_failed'],
  ] as const)('a challenge that ends in %s', async (outcome, type) => {
    const { id } = await stripe().sdk.paymentIntents.create(CHALLENGED);

    await authenticate(id, outcome);

    expect(await types()).toEqual(['payment_intent.created', 'payment_intent.requires_action', type]);
    // The customer did it, not one of our calls.
    expect((await latest(type)).request).toEqual({ id: null, idempotency_key: null });
  });

  test('a canceled intent', async () => {
    const { id } = await stripe().sdk.paymentIntents.create(PAID);

    await stripe().sdk.paymentIntents.cancel(id);

    expect((await types()).at(-1)).toBe('payment_intent.canceled');
  });

  test('a refund makes an event of its charge, with the values from before', async () => {
    const { sdk } = stripe();
    const { id } = await sdk.paymentIntents.create({ ...PAID, capture_method: 'automatic' });

    await sdk.refunds.create({ payment_intent: id, amount: 300 });
    const partly = await latest('charge.refunded');
    await sdk.refunds.create({ payment_intent: id });
    const wholly = await latest('charge.refunded');

    expect(partly.data).toMatchObject({ object: { object: 'charge', amount_refunded: 300, refunded: false } });
    expect(partly.data.previous_attributes).toEqual({ amount_refunded: 0 });
    expect(wholly.data).toMatchObject({ object: { payment_intent: id, amount_refunded: 1000, refunded: true } });
    expect(wholly.data.previous_attributes).toEqual({ amount_refunded: 300, refunded: false });
  });

  test('refusals, replays and changed metadata make no event', async () => {
    const { sdk } = stripe();
    const { id } = await sdk.paymentIntents.create(PAID, { idempotencyKey: 'k' });
    await sdk.paymentIntents.create(PAID, { idempotencyKey: 'k' });
    await sdk.paymentIntents.update(id, { metadata: { orderId: 'ord_1' } });
    await expect(sdk.paymentIntents.confirm(id)).rejects.toThrow();
    await expect(sdk.refunds.create({ payment_intent: id })).rejects.toThrow();

    expect(await types()).toEqual(['payment_intent.created', 'payment_intent.amount_capturable_updated']);
  });

  test('a call that fails before its effect makes no event, one whose reply is lost makes its events', async () => {
    const { sdk, control, post } = stripe();
    const { id } = await sdk.paymentIntents.create({ ...MANUAL, payment_method: 'pm_card_visa' });
    const path = `/v1/payment_intents/${id}/confirm`;

    await control('POST', '/test/faults', { method: 'POST', path, when: 'before' });
    await post(path);
    const afterNothing = await types();
    await control('POST', '/test/faults', { method: 'POST', path, when: 'after' });
    await post(path);

    expect(afterNothing).toEqual(['payment_intent.created']);
    expect(await types()).toEqual(['payment_intent.created', 'payment_intent.amount_capturable_updated']);
  });
});

describe('an event', () => {
  test('shows the object as it was then, and the call that changed it', async () => {
    const { sdk } = stripe();
    const intent = await sdk.paymentIntents.create(
      { ...MANUAL, payment_method: 'pm_card_visa', metadata: { orderId: 'ord_1' } },
      { idempotencyKey: 'order:1:create' },
    );
    await sdk.paymentIntents.confirm(intent.id);

    const event = await latest('payment_intent.created');

    expect(event).toEqual({
      id: expect.stringMatching(/^evt_\w{24}$/),
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: intent.created,
      data: { object: { ...intent } },
      livemode: false,
      pending_webhooks: 0,
      request: { id: intent.lastResponse.requestId, idempotency_key: 'order:1:create' },
      type: 'payment_intent.created',
    });
  });

  test('is found by its id', async () => {
    await stripe().sdk.paymentIntents.create(MANUAL);
    const event = await latest('payment_intent.created');

    expect(await stripe().sdk.events.retrieve(event.id)).toEqual(event);
    await expect(stripe().sdk.events.retrieve('evt_none')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('is listed newest first, by page and by type', async () => {
    const { sdk } = stripe();
    for (let count = 0; count < 3; count += 1) await sdk.paymentIntents.create(PAID);

    const all = await sdk.events.list({ limit: 100 });
    const paged: string[] = [];
    for await (const event of sdk.events.list({ limit: 2 })) paged.push(event.id);
    const created = await sdk.events.list({ type: 'payment_intent.created' });
    const intents = await sdk.events.list({ type: 'payment_intent.*' });
    const charges = await sdk.events.list({ type: 'charge.*' });

    expect(all.data[0]?.type).toBe('payment_intent.amount_capturable_updated');
    expect(paged).toEqual(all.data.map(({ id }) => id));
    expect(paged).toHaveLength(6);
    expect(created.data).toHaveLength(3);
    expect(intents.data).toHaveLength(6);
    expect(charges.data).toHaveLength(0);
  });
});
