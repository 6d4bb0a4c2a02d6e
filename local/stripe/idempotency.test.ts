import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { IdempotencyKeys } from './idempotency.ts';
import { useStripe } from './testing.ts';

const time = { current: Date.now() };
const clock = { now: () => time.current };
const stripe = useStripe({ clock });

const HOURS = 60 * 60 * 1000;
const FORM = { amount: '100', currency: 'eur' };
const INTENTS = '/v1/payment_intents';

test('the second request with a key gets the first response, marked as a replay', async () => {
  const first = await stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k' });
  const second = await stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k' });

  expect(second.body).toEqual(first.body);
  expect(first.headers.has('idempotent-replayed')).toBe(false);
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
  expect(second.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
  expect((await stripe().sdk.paymentIntents.list()).data).toHaveLength(1);
});

test('the order of the parameters does not matter', async () => {
  await stripe().post(INTENTS, { amount: '100', currency: 'eur' }, { 'Idempotency-Key': 'k' });

  const second = await stripe().post(INTENTS, { currency: 'eur', amount: '100' }, { 'Idempotency-Key': 'k' });

  expect(second.headers.get('idempotent-replayed')).toBe('true');
});

test('the same key with another amount is refused, and the SDK says so', async () => {
  const { sdk } = stripe();
  await sdk.paymentIntents.create({ amount: 100, currency: 'eur' }, { idempotencyKey: 'k' });

  const other = sdk.paymentIntents.create({ amount: 200, currency: 'eur' }, { idempotencyKey: 'k' });

  await expect(other).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
});

test('the same key on another path is refused', async () => {
  const created = await stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k' });

  const cancelled = await stripe().post(`${INTENTS}/${created.body.id}/cancel`, FORM, { 'Idempotency-Key': 'k' });

  expect(cancelled.status).toBe(400);
  expect(cancelled.body.error).toMatchObject({ type: 'idempotency_error' });
  expect(cancelled.body.error.message).toContain('same endpoint');
});

test('a decline is replayed too, even when the card would now be accepted', async () => {
  const form = { ...FORM, payment_method: 'pm_card_chargeDeclined', confirm: 'true' };

  const first = await stripe().post(INTENTS, form, { 'Idempotency-Key': 'k' });
  const second = await stripe().post(INTENTS, form, { 'Idempotency-Key': 'k' });

  expect(first.status).toBe(402);
  expect(second.status).toBe(402);
  expect(second.body).toEqual(first.body);
  expect((await stripe().sdk.paymentIntents.list()).data).toHaveLength(1);
});

test('a refusal by state is replayed although the state has changed', async () => {
  const { sdk, post } = stripe();
  const intent = await sdk.paymentIntents.create({ amount: 100, currency: 'eur', capture_method: 'manual' });
  const capture = () => post(`${INTENTS}/${intent.id}/capture`, {}, { 'Idempotency-Key': 'k' });
  const early = await capture();
  await sdk.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' });

  const late = await capture();

  expect(late.status).toBe(400);
  expect(late.body).toEqual(early.body);
});

test('a request that fails validation leaves its key free', async () => {
  const invalid = await stripe().post(INTENTS, { amount: 'x', currency: 'eur' }, { 'Idempotency-Key': 'k' });
  const valid = await stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k' });

  expect(invalid.status).toBe(400);
  expect(valid.status).toBe(200);
  expect(valid.headers.has('idempotent-replayed')).toBe(false);
});

test('a key is forgotten after 24 hours, not before', async () => {
  const create = async () => (await stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k' })).body.id;
  const first = await create();

  time.current += 24 * HOURS - 1;
  const within = await create();
  time.current += 1;
  const after = await create();

  expect(within).toBe(first);
  expect(after).not.toBe(first);
});

test('a key has at most 255 characters', async () => {
  const longest = await stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k'.repeat(255) });
  const longer = await stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k'.repeat(256) });

  expect(longest.status).toBe(200);
  expect(longer.status).toBe(400);
});

test('twenty requests at once with one key make one intent', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => stripe().post(INTENTS, FORM, { 'Idempotency-Key': 'k' })),
  );

  const succeeded = answers.filter((answer) => answer.status === 200);
  expect(new Set(succeeded.map((answer) => answer.body.id)).size).toBe(1);
  for (const refused of answers.filter((answer) => answer.status !== 200)) {
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe('idempotency_key_in_use');
  }
  expect((await stripe().sdk.paymentIntents.list()).data).toHaveLength(1);
});

test('a request that arrives while the first one runs gets the error that its key is in use', async () => {
  const body = 'amount=100&currency=eur';
  const request = [
    `POST ${INTENTS} HTTP/1.1`,
    'Host: localhost',
    'Authorization: Bearer sk_test_1',
    'Idempotency-Key: k',
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
  ];
  // Both in one packet, so that the second arrives before the first is over.
  const first = [...request, '', body].join('\r\n');
  const second = [...request, 'Connection: close', '', body].join('\r\n');
  const socket = connect(stripe().server.port, '127.0.0.1');
  socket.end(first + second);

  const answers = await text(socket);

  const statuses = [...answers.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((match) => match[1]);
  expect(statuses).toEqual(['200', '409']);
});

test('a key is in use from its claim to its result', () => {
  const keys = new IdempotencyKeys(clock);
  const request = { key: 'k', path: INTENTS, parameters: 'amount=1' };
  keys.claim(request);

  expect(() => keys.claim(request)).toThrow(expect.objectContaining({ status: 409 }));
});
