import { createHmac, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, call, ended, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const patience = { timeout: 60_000, interval: 100 };

const stripe = (path: string, body?: object, method = 'POST') =>
  fetch(`${shop.cloud().outputs.stripeUrl}${path}`, {
    method,
    headers: { authorization: 'Bearer sk_test_outside', 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

const authenticate = (intentId: string, outcome: 'success' | 'failure') =>
  stripe(`/test/payment_intents/${intentId}/authenticate`, { outcome });

/** An order that waits for the buyer at the bank. */
async function waiting() {
  const { sku } = await aProduct({ onHand: 4, price: 3000 });
  const guest = await aGuest([{ sku, quantity: 3 }]);
  const { status, body: order } = await buy(guest, { paymentMethod: 'pm_card_authenticationRequired' });
  expect({ status, paymentStatus: order.paymentStatus }).toEqual({ status: 202, paymentStatus: 'requires_action' });
  const [intent] = await intentsOf(order.id);
  if (!intent) throw new Error('The order has no intent.');
  return { sku, guest, order, intentId: intent.id };
}

async function expectConfirmedOnce({ sku, guest, order }: Awaited<ReturnType<typeof waiting>>) {
  expect(await ended(guest, order.id)).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
  expect(await stockOf(sku)).toMatchObject({ available: 1, held: 0, allocated: 3 });
  expect(await intentsOf(order.id)).toMatchObject([{ status: 'succeeded', amount_received: 9000 }]);
  await expect.poll(() => mailsTo(guest.email), patience).toHaveLength(1);
}

afterEach(() => stripe('/test/webhooks', undefined, 'DELETE'));

describe('a payment that needs the buyer', () => {
  it('returns the URL of the bank, holds the stock, and is confirmed when the bank accepts', async () => {
    const order = await waiting();
    const status = await call('GET', `/orders/${order.order.id}/status`, { headers: order.guest.headers });
    expect(status.body).toMatchObject({
      status: 'pending',
      paymentStatus: 'requires_action',
      nextAction: { type: expect.any(String), redirectUrl: expect.any(String), clientSecret: expect.any(String) },
    });
    expect(await stockOf(order.sku)).toMatchObject({ available: 1, held: 3, allocated: 0 });

    await authenticate(order.intentId, 'success');

    await expectConfirmedOnce(order);
  });

  it('is rejected and undone when the bank declines; the cart then buys with another card', async () => {
    const { sku, guest, order, intentId } = await waiting();

    await authenticate(intentId, 'failure');

    expect(await ended(guest, order.id)).toMatchObject({
      status: 'rejected',
      paymentStatus: 'failed',
      rejection: { code: expect.stringMatching(/^payments\./) },
    });
    expect(await stockOf(sku)).toMatchObject({ available: 4, held: 0, allocated: 0 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
    expect((await buy(guest)).body.status).toBe('confirmed');
  });

  it('is confirmed though attempts overlapped, and one that was given up came last', async () => {
    shop.cloud().faults.add({
      ...{ service: 'lambda', function: 'souk-local-payments-saga', eventContains: '"step":"AuthorizePayment"' },
      ...{ when: 'after', times: 2 },
    });
    const order = await waiting();
    await expect.poll(() => shop.cloud().faults.list(), patience).toEqual([]);
    const step = { step: 'AuthorizePayment', orderId: order.order.id, taskToken: 'of-an-attempt-that-was-given-up' };
    expect(await shop.cloud().invoke('souk-local-payments-saga', step)).toMatchObject({ ok: true });

    await authenticate(order.intentId, 'success');

    await expectConfirmedOnce(order);
  });

  it.each([
    ['three times', { duplicate: 2 }],
    ['in reverse', { reorder: true }],
    ['late', { delayMs: 700 }],
    ['before the response', { beforeResponse: true }],
  ])('is confirmed once when webhooks come %s', async (_, disorder) => {
    await stripe('/test/webhooks', disorder);
    const order = await waiting();

    await authenticate(order.intentId, 'success');

    await expectConfirmedOnce(order);
  });

  it('is confirmed when every webhook is lost, since who asks for the status has the intent looked at', async () => {
    await stripe('/test/webhooks', { drop: true });
    const order = await waiting();

    await authenticate(order.intentId, 'success');

    const status = async () =>
      (await call('GET', `/orders/${order.order.id}/status`, { headers: order.guest.headers })).body.status;
    await expect.poll(status, patience).toBe('confirmed');
    await expectConfirmedOnce(order);
  });

  it('is confirmed once when the webhook function dies, since the provider sends again', async () => {
    const order = await waiting();
    shop.cloud().faults.add({ service: 'lambda', function: 'souk-local-payments-webhook', when: 'kill', times: 2 });
    shop.cloud().faults.add({ service: 'states', operation: 'SendTaskSuccess', when: 'before', times: 4 });

    await authenticate(order.intentId, 'success');

    await expectConfirmedOnce(order);
  });
});

describe('a webhook', () => {
  const send = (event: object, { secret = 'whsec_local', at = Date.now() / 1000, signature = '' } = {}) => {
    const raw = JSON.stringify(event);
    const time = Math.floor(at);
    const mac = createHmac('sha256', secret).update(`${time}.${raw}`).digest('hex');
    return call('POST', '/webhooks/stripe', {
      raw,
      headers: { 'stripe-signature': signature || `t=${time},v1=${mac}` },
    });
  };

  const authorized = (intentId: string, orderId: string) => ({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'payment_intent.amount_capturable_updated',
    data: { object: { id: intentId, object: 'payment_intent', status: 'requires_capture', metadata: { orderId } } },
  });

  it.each([
    ['without a signature', { signature: 'nonsense' }],
    ['with an empty signature', { signature: 't=1,v1=' }],
    ['signed by somebody else', { secret: 'whsec_other' }],
    ['of six minutes ago', { at: Date.now() / 1000 - 360 }],
  ])('%s is refused and changes nothing', async (_, how) => {
    const { order, guest, intentId } = await waiting();

    const answer = await send(authorized(intentId, order.id), how);

    expect(answer).toMatchObject({ status: 400, body: { code: 'payments.invalid_signature' } });
    const { body } = await call('GET', `/orders/${order.id}/status`, { headers: guest.headers });
    expect(body).toMatchObject({ status: 'pending', paymentStatus: 'requires_action' });
  });

  it('with false content is stored and changes nothing, since the intent itself is read', async () => {
    const { order, guest, intentId } = await waiting();

    const lie = await send(authorized(intentId, order.id));
    const unknown = await send(authorized('pi_unknown', order.id));
    const foreign = await send(authorized(intentId, 'ord_unknown'));
    const elsewhere = await send({
      ...authorized('pi_unknown', order.id),
      ...{ type: 'charge.refunded', data: { object: { id: 'ch_unknown', payment_intent: 'pi_unknown' } } },
    });
    const uninteresting = await send({ ...authorized(intentId, order.id), type: 'customer.created' });

    const answers = [lie, unknown, foreign, elsewhere, uninteresting];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { body } = await call('GET', `/orders/${order.id}/status`, { headers: guest.headers });
    expect(body).toMatchObject({ status: 'pending', paymentStatus: 'requires_action' });
  });

  it.each<[string, object]>([
    ['about a balance, which has no id', { type: 'balance.available', data: { object: { object: 'balance' } } }],
    ['about an invoice to come', { type: 'invoice.upcoming', data: { object: { object: 'invoice', metadata: null } } }],
    [
      'about an intent with null metadata',
      { type: 'payment_intent.created', data: { object: { id: 'pi_x', metadata: null } } },
    ],
    ['that is thin', { object: 'v2.core.event', type: 'v1.billing.meter.error_report_triggered', reason: null }],
  ])('%s is acknowledged, though it is none of ours', async (_, event) => {
    expect(await send({ id: `evt_${randomUUID()}`, object: 'event', ...event })).toMatchObject({
      status: 200,
      body: { received: true },
    });
  });

  it('with a valid signature but without an event is refused', async () => {
    expect(await send({ hello: 'world' })).toMatchObject({ status: 400, body: { code: 'payments.invalid_webhook' } });
  });
});
