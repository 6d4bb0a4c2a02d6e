import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderKey } from '../../functions/orders/store/keys.ts';
import { paymentKey } from '../../functions/payments/store/keys.ts';
import { aGuest, aProduct, buy, call, consoleView, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const patience = { timeout: 60_000, interval: 100 };

let tables: DynamoDBDocumentClient;
beforeAll(() => {
  tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));
});
afterAll(() => tables.destroy());

const stripe = async (path: string, body: Record<string, string> = {}) => {
  const response = await fetch(`${shop.cloud().outputs.stripeUrl}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_outside' },
    body: new URLSearchParams(body),
  });
  const json = (await response.json()) as { id: string; status: string };
  expect(response.status, JSON.stringify(json)).toBe(200);
  return json;
};

const control = async (path: string, body: object) => {
  const url = `${shop.cloud().outputs.stripeUrl}/test/${path}`;
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as { id: string };
};

/** Changes an item behind the shop's back. */
const set = (TableName: string, Key: { pk: string; sk: string }, members: Record<string, unknown>) =>
  tables.send(
    new UpdateCommand({
      ...{ TableName, Key },
      UpdateExpression: `SET ${Object.keys(members)
        .map((name) => `#${name} = :${name}`)
        .join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(Object.keys(members).map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(members).map(([name, value]) => [`:${name}`, value]),
      ),
    }),
  );

/** An intent that only Stripe knows, for an order that may not exist. */
const plantIntent = async (orderId: string, paymentMethod?: string) =>
  stripe('payment_intents', {
    ...{ amount: '2500', currency: 'eur', capture_method: 'manual', 'metadata[orderId]': orderId },
    ...(paymentMethod ? { payment_method: paymentMethod, confirm: 'true' } : {}),
  });

async function anOrder(paymentMethod = 'pm_card_visa') {
  const { sku } = await aProduct({ onHand: 5, price: 1250 });
  const guest = await aGuest([{ sku, quantity: 2 }]);
  const { body } = await buy(guest, { paymentMethod, wait: 10 });
  const [intent] = await intentsOf(body.id);
  return { sku, guest, id: body.id as string, status: body.status as string, intentId: intent?.id ?? '' };
}

/** Waits until intents are old enough, and compares them. A run of the schedule may come first. */
async function compare() {
  await shop.advance(40 * 60);
  return findings();
}

async function findings(payload: object = {}) {
  const run = await shop.cloud().invoke('souk-local-payments-reconcile', payload);
  expect(run.ok).toBe(true);
  return (run as unknown as { payload: { findings: { kind: string; id: string; outcome: string }[] } }).payload
    .findings;
}

const everything = () => ({ since: new Date(Date.now() - 24 * 3_600_000).toISOString() });

const eventsOf = async (orderId: string) => {
  const events = (await consoleView('events')) as { 'detail-type': string; detail: { data: { orderId?: string } } }[];
  return events.flatMap(({ detail, ...event }) => (detail.data.orderId === orderId ? [event['detail-type']] : []));
};

const paymentStatusOf = async ({ id, guest }: { id: string; guest: { headers: Record<string, string> } }) =>
  (await call('GET', `/orders/${id}/status`, { headers: guest.headers })).body.paymentStatus;

/** The messages about an order that wait for a person. */
async function attentionFor(orderId: string) {
  const messages = (await consoleView('queues/souk-local-attention/messages')) as {
    body: { 'detail-type': string; detail: { data: { orderId: string; kind: string } } };
  }[];
  return messages.flatMap(({ body: { detail } }) => (detail.data.orderId === orderId ? [detail.data.kind] : []));
}

const readStripe = async (path: string) => {
  const headers = { authorization: 'Bearer sk_test_outside' };
  return (await fetch(`${shop.cloud().outputs.stripeUrl}/v1/${path}`, { headers })).json();
};

const statusAtStripe = async (intentId: string) =>
  ((await readStripe(`payment_intents/${intentId}`)) as { status: string }).status;

const refundsOf = async (intentId: string) =>
  (
    (await readStripe(`refunds?payment_intent=${intentId}`)) as {
      data: { id: string; status: string; amount: number }[];
    }
  ).data;

const states = async (orderId: string) => (await intentsOf(orderId)).map(({ status }) => status);

describe('the comparison of the provider with the shop', () => {
  it('cancels open intents that no order needs, and touches no other', async () => {
    const rejected = await anOrder('pm_card_chargeDeclined');
    const confirmed = await anOrder();
    const waiting = await anOrder('pm_card_authenticationRequired');
    const nobodys = `ord_${randomUUID()}`;
    await plantIntent(nobodys, 'pm_card_visa');
    await plantIntent(rejected.id, 'pm_card_visa');
    await plantIntent(confirmed.id);
    const foreign = await stripe('payment_intents', { amount: '100', currency: 'eur', capture_method: 'manual' });

    await compare();

    await expect.poll(() => states(nobodys), patience).toEqual(['canceled']);
    await expect.poll(() => states(rejected.id), patience).toEqual(['canceled', 'canceled']);
    await expect.poll(() => states(confirmed.id), patience).toEqual(['canceled', 'succeeded']);
    expect(await states(waiting.id)).toEqual(['requires_action']);
    expect(await statusAtStripe(foreign.id)).toBe('requires_payment_method');
    expect(await findings(everything())).toEqual([]);
  });

  it('reports money without an order, and gives its pieces back', async () => {
    const order = await anOrder();
    await tables.send(new DeleteCommand({ TableName: 'souk-local-orders', Key: orderKey(order.id) }));

    await compare();

    await expect.poll(() => attentionFor(order.id), patience).toEqual(['money_without_order']);
    expect(await states(order.id)).toEqual(['succeeded']);
    await expect.poll(() => stockOf(order.sku), patience).toMatchObject({ available: 5, held: 0, allocated: 0 });
    expect(await findings(everything())).toMatchObject([
      { kind: 'money_without_order', id: order.id, outcome: 'open' },
    ]);
    expect(await attentionFor(order.id)).toEqual(['money_without_order']);
  });

  it('reports a confirmed order whose money the provider does not have, and takes or gives nothing', async () => {
    const order = await anOrder('pm_card_chargeDeclined');
    expect(order.status).toBe('rejected');
    await set('souk-local-orders', orderKey(order.id), { status: 'confirmed' });
    await set('souk-local-payments', paymentKey(order.id), { status: 'captured', fenced: false });

    await compare();

    await expect.poll(() => attentionFor(order.id), patience).toEqual(['not_captured']);
    expect(await states(order.id)).toEqual(['canceled']);
  });

  it('refunds again what failed to come back, though the news of it were lost', async () => {
    const order = await anOrder('pm_card_refundFail');
    await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
    await expect
      .poll(async () => (await refundsOf(order.intentId)).map(({ status }) => status), patience)
      .toEqual(['succeeded']);
    await control('webhooks', { drop: true });
    const [refund] = await refundsOf(order.intentId);
    await control(`refunds/${refund?.id}/settle`, { outcome: 'failed' });
    await control('webhooks', { drop: false });

    await compare();

    await expect
      .poll(async () => (await refundsOf(order.intentId)).map(({ status }) => status), patience)
      .toEqual(['succeeded', 'failed']);
  });
});

describe('news of what was done at the provider by hand', () => {
  it.each<[string, Record<string, string>]>([
    ['in part', { amount: '700' }],
    ['in full', {}],
  ])(
    'change a sale that was refunded %s, tell its buyer and a person; a cancel gives back just the rest',
    async (kind, part) => {
      const order = await anOrder();

      await stripe('refunds', { payment_intent: order.intentId, ...part });

      await expect.poll(() => attentionFor(order.id), patience).toEqual(['refunded_elsewhere']);
      expect((await call('GET', `/orders/${order.id}/status`, { headers: order.guest.headers })).body).toMatchObject({
        status: 'confirmed',
      });
      await expect
        .poll(() => paymentStatusOf(order), patience)
        .toBe(kind === 'in part' ? 'partially_refunded' : 'refunded');
      await expect
        .poll(async () => (await mailsTo(order.guest.email)).map(({ text }) => text), patience)
        .toContainEqual(
          expect.stringContaining(`${kind === 'in part' ? '7.00' : '25.00'} EUR of your payment is refunded`),
        );
      expect(await findings(everything())).not.toContainEqual(expect.objectContaining({ id: order.id }));
      await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
      await expect.poll(() => paymentStatusOf(order), patience).toBe('refunded');
      const refunds = (await readStripe(`refunds?payment_intent=${order.intentId}`)) as { data: { amount: number }[] };
      expect(refunds.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(2500);
    },
  );

  it.each<[string, Record<string, string>]>([
    ['all of it', {}],
    ['a part of it', { amount: '700' }],
  ])('lead to another refund when %s was given back by hand, and failed after the cancel', async (_, part) => {
    const order = await anOrder('pm_card_refundFail');
    const { id: byHand } = await stripe('refunds', { payment_intent: order.intentId, ...part });
    await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
    await expect.poll(() => paymentStatusOf(order), patience).toBe('refunded');

    await control(`refunds/${byHand}/settle`, { outcome: 'failed' });

    const givenBack = async () =>
      (await refundsOf(order.intentId))
        .filter(({ status }) => status === 'succeeded')
        .reduce((sum, { amount }) => sum + amount, 0);
    await expect.poll(givenBack, patience).toBe(2500);
    await expect.poll(() => paymentStatusOf(order), patience).toBe('refunded');
  });

  it('have a person look at a dispute about an order that was refunded before', async () => {
    const order = await anOrder();
    await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
    await expect.poll(() => paymentStatusOf(order), patience).toBe('refunded');
    // Stripe lets a buyer dispute what was given back.
    await control(`payment_intents/${order.intentId}/dispute`, {});

    await expect.poll(() => attentionFor(order.id), patience).toEqual(['disputed']);
  });

  it('keep a cancelled order’s refund pending while the bank decides about a dispute', async () => {
    const order = await anOrder();
    const { id: dispute } = await control(`payment_intents/${order.intentId}/dispute`, {});
    await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
    await expect.poll(() => eventsOf(order.id), patience).toContain('PaymentRefundPending');
    expect(await paymentStatusOf(order)).toBe('captured');

    await control(`disputes/${dispute}/close`, { outcome: 'lost' });
    await shop.advance(25 * 3_600);
    await shop.cloud().invoke('souk-local-checkout-reconcile', {});

    await expect.poll(() => paymentStatusOf(order), patience).toBe('refunded');
    expect(await refundsOf(order.intentId)).toEqual([]);
  });

  it('have a person look at a dispute, and once more when it is lost', async () => {
    const order = await anOrder();

    const { id: dispute } = await control(`payment_intents/${order.intentId}/dispute`, {});

    await expect.poll(() => attentionFor(order.id), patience).toEqual(['disputed']);
    await control(`disputes/${dispute}/close`, { outcome: 'lost' });
    await expect.poll(() => attentionFor(order.id), patience).toEqual(['disputed', 'dispute_lost']);
    await expect.poll(() => paymentStatusOf(order), patience).toBe('refunded');
  });

  it('are not raised by what the shop does itself', async () => {
    const order = await anOrder();
    await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
    await expect.poll(async () => (await refundsOf(order.intentId)).length, patience).toBe(1);
    const won = await anOrder();
    const { id: dispute } = await control(`payment_intents/${won.intentId}/dispute`, {});
    await control(`disputes/${dispute}/close`, { outcome: 'won' });

    expect(await findings(everything())).not.toContainEqual(expect.objectContaining({ id: order.id }));
    expect(await findings(everything())).not.toContainEqual(expect.objectContaining({ id: won.id }));
    expect(await attentionFor(order.id)).toEqual([]);
  });
});
