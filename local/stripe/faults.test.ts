import { describe, expect, test } from 'vitest';
import { createFaultSwitch } from '../cloud/faults/switch.ts';
import { useStripe } from './testing.ts';

const stripe = useStripe();

const CONFIRM = { method: 'POST', path: '^/v1/payment_intents/[^/]+/confirm$' };

const arm = (fault: object) => stripe().control('POST', '/test/faults', fault);

async function unconfirmed(): Promise<string> {
  const params = { amount: 1000, currency: 'eur', capture_method: 'manual', payment_method: 'pm_card_visa' } as const;
  return (await stripe().sdk.paymentIntents.create(params)).id;
}

const confirm = (id: string, key: string) =>
  stripe().post(`/v1/payment_intents/${id}/confirm`, {}, { 'Idempotency-Key': key });
const statusOf = async (id: string) => (await stripe().sdk.paymentIntents.retrieve(id)).status;

test('a fault before has no effect, and its 500 is stored with the key', async () => {
  const id = await unconfirmed();
  await arm({ ...CONFIRM, when: 'before' });

  const first = await confirm(id, 'k1');
  const replayed = await confirm(id, 'k1');

  expect(first.status).toBe(500);
  expect(first.body.error.type).toBe('api_error');
  expect(first.headers.get('stripe-should-retry')).toBe('false');
  expect(replayed.status).toBe(500);
  expect(replayed.headers.get('idempotent-replayed')).toBe('true');
  expect(await statusOf(id)).toBe('requires_confirmation');
  expect((await confirm(id, 'k2')).body.status).toBe('requires_capture');
});

test('a fault after has the effect, and its error is stored with the key', async () => {
  const id = await unconfirmed();
  await arm({ ...CONFIRM, when: 'after', status: 503 });

  const first = await confirm(id, 'k');
  const replayed = await confirm(id, 'k');

  expect([first.status, replayed.status]).toEqual([503, 503]);
  expect(await statusOf(id)).toBe('requires_capture');
});

test('a lost reply has the effect, and a replay of the key returns the real result', async () => {
  const id = await unconfirmed();
  await arm({ ...CONFIRM, when: 'drop-reply' });

  await expect(confirm(id, 'k')).rejects.toThrow();
  const replayed = await confirm(id, 'k');

  expect(replayed.headers.get('idempotent-replayed')).toBe('true');
  expect(replayed.body.status).toBe('requires_capture');
});

test('replies are lost the requested number of times, replays included', async () => {
  const id = await unconfirmed();
  await arm({ ...CONFIRM, when: 'drop-reply', times: 2 });

  const lost = stripe().sdk.paymentIntents.confirm(id, {}, { idempotencyKey: 'k' });

  await expect(lost).rejects.toMatchObject({ type: 'StripeConnectionError' });
  expect((await confirm(id, 'k')).body.status).toBe('requires_capture');
});

test('the SDK recovers from one lost reply by itself, without a second charge', async () => {
  const id = await unconfirmed();
  await arm({ ...CONFIRM, when: 'drop-reply' });

  const intent = await stripe().sdk.paymentIntents.confirm(id);

  expect(intent.status).toBe('requires_capture');
});

test('a refusal before execution does not use up the key', async () => {
  const id = await unconfirmed();
  await arm({ ...CONFIRM, when: 'before', status: 429 });

  const first = await confirm(id, 'k');
  const second = await confirm(id, 'k');

  expect(first.status).toBe(429);
  expect(first.body.error.code).toBe('rate_limit');
  expect(second.body.status).toBe('requires_capture');
});

test('reads can fail as well', async () => {
  const id = await unconfirmed();
  await arm({ method: 'GET', path: '^/v1/payment_intents/', when: 'before' });

  expect((await stripe().get(`/v1/payment_intents/${id}`)).status).toBe(500);
  expect((await stripe().get(`/v1/payment_intents/${id}`)).status).toBe(200);
});

test('a fault hits only its own method and path', async () => {
  await arm({ ...CONFIRM, when: 'before' });

  const id = await unconfirmed();

  expect(await statusOf(id)).toBe('requires_confirmation');
});

test('faults can be called off', async () => {
  const id = await unconfirmed();
  await arm({ ...CONFIRM, when: 'before', times: 5 });

  const cleared = await stripe().control('DELETE', '/test/faults');

  expect(cleared.status).toBe(200);
  expect((await confirm(id, 'k')).status).toBe(200);
});

describe('the switch of the local cloud', () => {
  const cloud = createFaultSwitch();
  const shop = useStripe({ faults: cloud });

  test('hits the operation that it names with Stripe’s own error', async () => {
    const created = await shop().post('/v1/payment_intents', { amount: '100', currency: 'eur' });
    cloud.add({ service: 'stripe', operation: 'cancel', when: 'throttle' });
    cloud.add({ service: 'stripe', operation: 'cancel', when: 'after' });
    const cancel = (key: string) =>
      shop().post(`/v1/payment_intents/${created.body.id}/cancel`, {}, { 'Idempotency-Key': key });

    const throttled = await cancel('one');
    const failed = await cancel('two');
    const { body } = await shop().get(`/v1/payment_intents/${created.body.id}`);

    expect(throttled.body.error.code).toBe('rate_limit');
    expect(failed.status).toBe(500);
    expect(body.status).toBe('canceled');
    expect(cloud.list()).toEqual([]);
  });
});

test.each([
  { ...CONFIRM, when: 'sometimes' },
  { ...CONFIRM, when: 'before', path: '(' },
  { ...CONFIRM, when: 'before', times: 0 },
  { ...CONFIRM, when: 'before', delay: 5 },
])('%o is not a fault', async (fault) => {
  expect((await arm(fault)).status).toBe(400);
});
