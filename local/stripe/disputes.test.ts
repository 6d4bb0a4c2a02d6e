import { expect, test } from 'vitest';
import { useStripe } from './testing.ts';

const stripe = useStripe();

async function paid(): Promise<string> {
  const intent = { amount: 1000, currency: 'eur', payment_method: 'pm_card_visa', confirm: true } as const;
  return (await stripe().sdk.paymentIntents.create(intent)).id;
}

test.each(['won', 'lost'] as const)('a dispute is opened about captured money, and %s', async (outcome) => {
  const { sdk, control } = stripe();
  const id = await paid();

  const opened = await control('POST', `/test/payment_intents/${id}/dispute`);

  const { data } = await sdk.disputes.list({ payment_intent: id });
  expect(data).toMatchObject([{ id: opened.body.id, amount: 1000, status: 'needs_response' }]);
  const intent = await sdk.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  expect(intent.latest_charge).toMatchObject({ disputed: true });
  await control('POST', `/test/disputes/${opened.body.id}/close`, { outcome });
  expect((await sdk.disputes.list({ payment_intent: id })).data).toMatchObject([{ status: outcome }]);
  const events = await sdk.events.list({ type: 'charge.dispute.*' });
  expect(events.data.map(({ type }) => type)).toEqual(['charge.dispute.closed', 'charge.dispute.created']);
});

test('disputed money is not refunded, unless the dispute was won', async () => {
  const { sdk, control } = stripe();
  const [open, won] = [await paid(), await paid()];
  await control('POST', `/test/payment_intents/${open}/dispute`);
  const { body } = await control('POST', `/test/payment_intents/${won}/dispute`);
  await control('POST', `/test/disputes/${body.id}/close`, { outcome: 'won' });

  await expect(sdk.refunds.create({ payment_intent: open })).rejects.toMatchObject({
    ...{ statusCode: 400, code: 'charge_disputed' },
  });
  expect(await sdk.refunds.create({ payment_intent: won })).toMatchObject({ amount: 1000 });
});

test('money that was not taken, or is disputed already, cannot be disputed', async () => {
  const { sdk, control } = stripe();
  const id = await paid();
  const { id: held } = await sdk.paymentIntents.create({
    ...{ amount: 1000, currency: 'eur', payment_method: 'pm_card_visa', confirm: true, capture_method: 'manual' },
  });
  await control('POST', `/test/payment_intents/${id}/dispute`);

  for (const intent of [id, held, 'pi_none']) {
    expect((await control('POST', `/test/payment_intents/${intent}/dispute`)).status).toBe(400);
  }
});
