import { expect, test } from 'vitest';
import { useStripe } from './testing.ts';

const stripe = useStripe();

async function paid(amount = 1000, captured = amount): Promise<string> {
  const { paymentIntents } = stripe().sdk;
  const { id } = await paymentIntents.create({
    amount,
    currency: 'eur',
    capture_method: 'manual',
    payment_method: 'pm_card_visa',
    confirm: true,
  });
  await paymentIntents.capture(id, { amount_to_capture: captured });
  return id;
}

test.each(['succeeded', 'failed'])('a refund that is pending has %s later, and says so by webhook', async (outcome) => {
  const { sdk, control } = stripe();
  const { id: payment_intent } = await sdk.paymentIntents.create({
    ...{ amount: 1000, currency: 'eur', payment_method: 'pm_card_pendingRefund', confirm: true },
  });
  const refund = await sdk.refunds.create({ payment_intent });
  expect(refund.status).toBe('pending');

  const settled = await control('POST', `/test/refunds/${refund.id}/settle`, { outcome });

  expect(settled.body).toMatchObject({ id: refund.id, status: outcome });
  const { data } = await sdk.events.list({ type: 'refund.*' });
  expect(data.map(({ type }) => type).toSorted()).toEqual(
    outcome === 'failed' ? ['refund.failed', 'refund.updated'] : ['refund.updated'],
  );
  expect((await control('POST', `/test/refunds/${refund.id}/settle`, { outcome })).status).toBe(400);
});

test('a refund that succeeded can fail later; the money can then be refunded again', async () => {
  const { sdk, control } = stripe();
  const { id: payment_intent } = await sdk.paymentIntents.create({
    ...{ amount: 1000, currency: 'eur', payment_method: 'pm_card_refundFail', confirm: true },
  });
  const first = await sdk.refunds.create({ payment_intent });

  await control('POST', `/test/refunds/${first.id}/settle`, { outcome: 'failed' });

  expect(await sdk.refunds.create({ payment_intent })).toMatchObject({ amount: 1000, status: 'succeeded' });
});

test('a refund without an amount returns all that was captured', async () => {
  const payment_intent = await paid(1000, 600);

  const refund = await stripe().sdk.refunds.create({
    payment_intent,
    reason: 'requested_by_customer',
    metadata: { orderId: 'ord_1' },
  });

  expect(refund).toMatchObject({
    object: 'refund',
    id: expect.stringMatching(/^re_/),
    amount: 600,
    currency: 'eur',
    payment_intent,
    reason: 'requested_by_customer',
    metadata: { orderId: 'ord_1' },
    status: 'succeeded',
  });
  expect(await stripe().sdk.refunds.retrieve(refund.id, { expand: ['charge'] })).toMatchObject({
    id: refund.id,
    charge: { amount_captured: 600, amount_refunded: 600, refunded: true },
  });
});

test('parts add up to the captured amount and no further', async () => {
  const { sdk } = stripe();
  const payment_intent = await paid();
  await sdk.refunds.create({ payment_intent, amount: 300 });

  const tooMuch = sdk.refunds.create({ payment_intent, amount: 701 });
  await expect(tooMuch).rejects.toMatchObject({ statusCode: 400, param: 'amount' });
  const rest = await sdk.refunds.create({ payment_intent });

  expect(rest.amount).toBe(700);
  const more = sdk.refunds.create({ payment_intent, amount: 1 });
  await expect(more).rejects.toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
});

test('a charge can be named instead of the intent', async () => {
  const payment_intent = await paid();
  const { latest_charge } = await stripe().sdk.paymentIntents.retrieve(payment_intent);

  const refund = await stripe().sdk.refunds.create({ charge: latest_charge as string, amount: 10 });

  expect(refund).toMatchObject({ payment_intent, charge: latest_charge, amount: 10 });
});

test('money that was only authorized cannot be refunded', async () => {
  const { sdk } = stripe();
  const intent = await sdk.paymentIntents.create({
    amount: 1000,
    currency: 'eur',
    capture_method: 'manual',
    payment_method: 'pm_card_visa',
    confirm: true,
  });

  await expect(sdk.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({ statusCode: 400 });
});

test('an intent without a charge, or with a failed one, cannot be refunded', async () => {
  const { sdk } = stripe();
  const intent = await sdk.paymentIntents.create({ amount: 1000, currency: 'eur' });
  const refund = () => sdk.refunds.create({ payment_intent: intent.id });

  await expect(refund()).rejects.toMatchObject({ code: 'charge_not_refundable' });
  await sdk.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclined' }).catch(() => undefined);
  await expect(refund()).rejects.toMatchObject({ code: 'charge_not_refundable' });
});

test('refunds are listed by intent, newest first', async () => {
  const { sdk } = stripe();
  const first = await paid();
  const second = await paid();
  for (const amount of [1, 2]) await sdk.refunds.create({ payment_intent: first, amount });
  await sdk.refunds.create({ payment_intent: second, amount: 3 });

  const list = await sdk.refunds.list({ payment_intent: first });

  expect(list.data.map((refund) => refund.amount)).toEqual([2, 1]);
  expect((await sdk.refunds.list({ limit: 1 })).has_more).toBe(true);
});

test('unknown intents, charges and refunds are missing', async () => {
  const { refunds } = stripe().sdk;

  await expect(refunds.create({ payment_intent: 'pi_none' })).rejects.toMatchObject({ code: 'resource_missing' });
  await expect(refunds.create({ charge: 'ch_none' })).rejects.toMatchObject({ code: 'resource_missing' });
  await expect(refunds.create({})).rejects.toMatchObject({ code: 'parameter_missing' });
  await expect(refunds.retrieve('re_none')).rejects.toMatchObject({ statusCode: 404 });
});
