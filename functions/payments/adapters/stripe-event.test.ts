import { expect, test, vi } from 'vitest';
import { readStripeEvent } from './stripe-event.ts';

vi.mock('./stripe-webhook.ts', () => ({
  verifyStripeEvent: async (rawBody: string, signature: string | undefined) =>
    signature === 'good' ? JSON.parse(rawBody) : undefined,
}));

const read = (event: unknown, signature = 'good') => readStripeEvent(JSON.stringify(event), signature);

const succeeded = {
  ...{ id: 'evt_1', object: 'event', type: 'payment_intent.succeeded' },
  data: { object: { id: 'pi_1', object: 'payment_intent', metadata: { orderId: 'ord_1' } } },
};

test('An event about a payment intent names the intent and its order.', async () => {
  expect(await read(succeeded)).toEqual({
    ok: true,
    value: {
      type: 'payment_intent.succeeded',
      webhook: { eventId: 'evt_1', intentId: 'pi_1', orderId: 'ord_1', about: 'intent' },
    },
  });
});

test('An intent that was made for no order has no order.', async () => {
  expect(await read({ ...succeeded, data: { object: { id: 'pi_1' } } })).toMatchObject({
    value: { webhook: { intentId: 'pi_1', orderId: undefined } },
  });
});

test.each(['refund.updated', 'refund.failed', 'charge.refund.updated'])(
  'An event %s names the intent and order of the refund.',
  async (type) => {
    const object = { id: 're_1', payment_intent: 'pi_1', metadata: { orderId: 'ord_1' } };

    expect(await read({ ...succeeded, type, data: { object } })).toMatchObject({
      value: { webhook: { eventId: 'evt_1', intentId: 'pi_1', orderId: 'ord_1', about: 'refund' } },
    });
    expect(await read({ ...succeeded, type, data: { object: { id: 're_1', payment_intent: null } } })).toMatchObject({
      value: { webhook: undefined },
    });
  },
);

test('An event about something else is read, and is about no payment.', async () => {
  expect(await read({ ...succeeded, type: 'customer.created' })).toEqual({
    ok: true,
    value: { type: 'customer.created', webhook: undefined },
  });
});

test.each([
  ['whose object has no id', { ...succeeded, type: 'balance.available', data: { object: { object: 'balance' } } }],
  ['of an invoice to come', { ...succeeded, type: 'invoice.upcoming', data: { object: { metadata: null } } }],
  [
    'whose metadata are null',
    { ...succeeded, type: 'customer.created', data: { object: { id: 'cus_1', metadata: null } } },
  ],
  ['that is thin', { id: 'evt_2', object: 'v2.core.event', type: 'v1.billing.meter.error_report_triggered' }],
  ['about a charge without an intent', { ...succeeded, type: 'charge.refunded', data: { object: { id: 'ch_1' } } }],
])('An event %s is received, and is about no payment.', async (_, event) => {
  expect(await read(event)).toEqual({ ok: true, value: { type: event.type, webhook: undefined } });
});

test('An intent with null or other metadata has no order.', async () => {
  for (const metadata of [null, 'text', ['a']]) {
    expect(await read({ ...succeeded, data: { object: { id: 'pi_1', metadata } } })).toMatchObject({
      value: { webhook: { intentId: 'pi_1', orderId: undefined } },
    });
  }
});

test('A request that Stripe has not signed is refused, whatever it contains.', async () => {
  expect(await read(succeeded, 'bad')).toMatchObject({ refusal: { code: 'payments.invalid_signature' } });
});

test.each([
  ['lacks members', { id: 'evt_1' }],
  ['is not JSON', null],
  ['has an id that no key can hold', { ...succeeded, id: 'x'.repeat(3000) }],
  ['has half of a surrogate pair', { ...succeeded, data: { object: { id: '\ud800' } } }],
])('A signed request that %s is refused.', async (_, event) => {
  expect(await read(event)).toMatchObject({ refusal: { code: 'payments.invalid_webhook' } });
});

test('An intent of another program may name anything as its order.', async () => {
  for (const orderId of ['\ud800', 'x'.repeat(3000), 7]) {
    const object = { id: 'pi_1', metadata: { orderId, note: { any: 'thing' } } };

    expect(await read({ ...succeeded, data: { object } })).toMatchObject({
      value: { webhook: { orderId: undefined } },
    });
  }
});
