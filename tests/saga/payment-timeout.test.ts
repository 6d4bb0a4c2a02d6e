import { describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, ended, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud({ context: { paymentTimeoutSeconds: 3 } });

const atStripe = (path: string, body: object) =>
  fetch(`${shop.cloud().outputs.stripeUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a payment that the buyer completes in time, and whose webhook is lost', () => {
  it('is confirmed when the wait is over, since the intent is read before anything is undone', async () => {
    const { sku } = await aProduct({ onHand: 4, price: 3000 });
    const guest = await aGuest([{ sku, quantity: 3 }]);
    const { body: order } = await buy(guest, { paymentMethod: 'pm_card_authenticationRequired' });
    expect(order.paymentStatus).toBe('requires_action');
    const [intent] = await intentsOf(order.id);
    await atStripe('/test/webhooks', { drop: true });

    await atStripe(`/test/payment_intents/${intent?.id}/authenticate`, { outcome: 'success' });

    expect(await ended(guest, order.id)).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    await atStripe('/test/webhooks', { drop: false });
    expect(await stockOf(sku)).toMatchObject({ available: 1, held: 0, allocated: 3 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'succeeded', amount_received: 9000 }]);
  });
});

describe('a payment that somebody captures in part', () => {
  it('is given back as far as it was taken, and its order is rejected', async () => {
    const { sku } = await aProduct({ onHand: 4, price: 3000 });
    const guest = await aGuest([{ sku, quantity: 3 }]);
    const { body: order } = await buy(guest, { paymentMethod: 'pm_card_authenticationRequired' });
    const [intent] = await intentsOf(order.id);
    await atStripe('/test/webhooks', { drop: true });
    await atStripe(`/test/payment_intents/${intent?.id}/authenticate`, { outcome: 'success' });

    await fetch(`${shop.cloud().outputs.stripeUrl}/v1/payment_intents/${intent?.id}/capture`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_outside' },
      body: new URLSearchParams({ amount_to_capture: '1000' }),
    });

    expect(await ended(guest, order.id)).toMatchObject({ status: 'rejected', paymentStatus: 'refunded' });
    await atStripe('/test/webhooks', { drop: false });
    await expect.poll(() => stockOf(sku)).toMatchObject({ available: 4, held: 0, allocated: 0 });
    const refunds = await fetch(`${shop.cloud().outputs.stripeUrl}/v1/refunds?payment_intent=${intent?.id}`, {
      headers: { authorization: 'Bearer sk_test_outside' },
    });
    expect(await refunds.json()).toMatchObject({ data: [{ amount: 1000, status: 'succeeded' }] });
  });
});

describe('a payment that the buyer never completes', () => {
  it('no longer counts as open when its time is over: a buyer who has used up the limit buys again', async () => {
    const { sku } = await aProduct({ onHand: 20 });
    const { email } = await aGuest();
    const buyOne = async (paymentMethod: string) => {
      const guest = { ...(await aGuest([{ sku, quantity: 1 }])), email };
      return { guest, answer: await buy(guest, { paymentMethod }) };
    };
    const tried = await Promise.all([1, 2, 3].map(() => buyOne('pm_card_authenticationRequired')));
    expect((await buyOne('pm_card_visa')).answer.status).toBe(429);

    for (const { guest, answer } of tried) {
      expect(await ended(guest, answer.body.id)).toMatchObject({ rejection: { code: 'payments.timed_out' } });
    }

    await expect.poll(async () => (await buyOne('pm_card_visa')).answer.status, { timeout: 20_000 }).toBe(201);
  });

  it('ends in a rejected order with everything given back; a late authentication takes no money', async () => {
    const { sku } = await aProduct({ onHand: 4, price: 3000 });
    const guest = await aGuest([{ sku, quantity: 3 }]);
    const { status, body: order } = await buy(guest, { paymentMethod: 'pm_card_authenticationRequired' });
    expect({ status, paymentStatus: order.paymentStatus }).toEqual({ status: 202, paymentStatus: 'requires_action' });

    const rejected = await ended(guest, order.id);

    expect(rejected).toMatchObject({ status: 'rejected', rejection: { code: 'payments.timed_out' } });
    await expect.poll(() => stockOf(sku)).toMatchObject({ available: 4, held: 0, allocated: 0 });
    const [intent, ...others] = await intentsOf(order.id);
    expect([intent, others]).toMatchObject([{ status: 'canceled', amount_received: 0 }, []]);

    await fetch(`${shop.cloud().outputs.stripeUrl}/test/payment_intents/${intent?.id}/authenticate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome: 'success' }),
    });
    const next = await buy(guest);

    expect(next.body).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
    await expect.poll(() => mailsTo(guest.email), { timeout: 30_000 }).toHaveLength(2);
    const subjects = (await mailsTo(guest.email)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.includes(order.number))).toHaveLength(1);
  });
});
