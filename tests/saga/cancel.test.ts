import { describe, expect, it } from 'vitest';
import type { Fault } from '../../local/cloud/faults/fault.ts';
import { admin, aGuest, aProduct, buy, call, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { aCustomer, useCloud } from './cloud.ts';

const shop = useCloud();

const patience = { timeout: 90_000, interval: 100 };

const cancel = (orderId: string, headers: Record<string, string>) =>
  call('PUT', `/orders/${orderId}/cancel`, { headers });

async function anOrder({ onHand = 5, paymentMethod = 'pm_card_visa', faults = [] as Fault[], wait = 0 } = {}) {
  const { sku } = await aProduct({ onHand, price: 1250 });
  const guest = await aGuest([{ sku, quantity: 2 }]);
  for (const fault of faults) shop.cloud().faults.add(fault);
  const { body: order } = await buy(guest, { paymentMethod, wait });
  return { sku, guest, order };
}

/** Holds a step of the saga up, so that the cancel comes first. */
const late = (domain: string, step: string, delayMs = 1500): Fault => ({
  service: 'lambda',
  function: `souk-local-${domain}-saga`,
  eventContains: `"step":"${step}"`,
  when: 'delay',
  delayMs,
  times: 1,
});

const entered = (orderId: string, state: string) =>
  expect
    .poll(async () => JSON.stringify(await executionOf(orderId)), patience)
    .toContain(`"type":"StateEntered","state":"${state}"`);

async function executionOf(orderId: string) {
  const view = (await (await fetch(`${process.env.CONSOLE_URL}/executions`)).json()) as {
    executions: { name: string; status: string }[];
  };
  return view.executions.find(({ name }) => name === orderId);
}

/** Asserts the one end: cancelled, announced once, stock released, no money kept. */
async function expectUndone(
  order: { id: string },
  sku: string,
  guest: { headers: Record<string, string>; email: string },
  onHand = 5,
) {
  await expect.poll(async () => (await executionOf(order.id))?.status, patience).not.toBe('RUNNING');
  await expect.poll(() => stockOf(sku), patience).toMatchObject({ available: onHand, held: 0, allocated: 0 });
  const { body } = await call('GET', `/orders/${order.id}`, { headers: guest.headers });
  expect(body.status).toBe('cancelled');
  await expect
    .poll(
      async () => (await call('GET', `/orders/${order.id}`, { headers: guest.headers })).body.paymentStatus,
      patience,
    )
    .toMatch(/^(cancelled|refunded)$/);
  for (const intent of await intentsOf(order.id)) {
    const refunds = await refundsOf(intent.id);
    expect(intent.amount_received - refunds).toBe(0);
    expect(['canceled', 'succeeded']).toContain(intent.status);
  }
  await expect
    .poll(
      async () => (await mailsTo(guest.email)).filter(({ subject }) => subject.includes('cancelled')).length,
      patience,
    )
    .toBe(1);
  const { body: log } = await call('GET', `/orders/${order.id}/events`, { headers: guest.headers });
  const names = log.items.map(({ name }: { name: string }) => name);
  expect(names.filter((name: string) => name === 'OrderCancelled')).toHaveLength(1);
}

async function refundsOf(intentId: string): Promise<number> {
  const response = await fetch(`${process.env.STRIPE_URL}/v1/refunds?payment_intent=${intentId}`, {
    headers: { authorization: 'Bearer sk_test_outside' },
  });
  const { data } = (await response.json()) as { data: { amount: number }[] };
  return data.reduce((sum, { amount }) => sum + amount, 0);
}

describe('a cancel', () => {
  it('finds only the customer’s own orders', async () => {
    const { sku } = await aProduct({ onHand: 5, price: 1250 });
    const [customer, other] = await Promise.all([aCustomer(shop.cloud()), aCustomer(shop.cloud())]);
    await call('POST', '/cart/items', { headers: customer.headers, body: { sku, quantity: 2 } });
    const { body: order } = await buy(customer);
    expect(order.status).toBe('confirmed');

    const foreign = await cancel(order.id, other.headers);
    const own = await cancel(order.id, customer.headers);

    expect(foreign.status).toBe(404);
    expect(own).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    await expectUndone(order, sku, customer);
    const { body } = await call('GET', '/orders', { headers: customer.headers });
    expect(body.items).toMatchObject([{ id: order.id, status: 'cancelled' }]);
  });

  it('before the stock is held stops the order: nothing is taken', async () => {
    const { sku, guest, order } = await anOrder({ faults: [late('inventory', 'ReserveStock')] });

    const answer = await cancel(order.id, guest.headers);

    expect(answer).toMatchObject({ status: 200, body: { id: order.id, status: 'cancelled' } });
    await expectUndone(order, sku, guest);
  });

  it('while the buyer is at the bank sends the saga back at once', async () => {
    const { sku, guest, order } = await anOrder({ paymentMethod: 'pm_card_authenticationRequired', wait: 10 });
    expect(order.paymentStatus).toBe('requires_action');

    await cancel(order.id, guest.headers);

    await expectUndone(order, sku, guest);
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'canceled' }]);
  });

  it.each([
    ['while the payment is being authorized', 'payments', 'AuthorizePayment'],
    ['between authorization and allocation', 'inventory', 'CommitStock'],
    ['between authorization and capture', 'payments', 'CapturePayment'],
    ['between capture and confirmation', 'orders', 'ConfirmOrder'],
  ])('%s gives everything back', async (_, domain, step) => {
    const { sku, guest, order } = await anOrder({ faults: [late(domain, step)] });
    await entered(order.id, step);

    const answer = await cancel(order.id, guest.headers);

    expect(answer.body.status).toBe('cancelled');
    await expectUndone(order, sku, guest);
  });

  it('after confirmation releases the stock and refunds the payment', async () => {
    const { sku, guest, order } = await anOrder({ wait: 10 });
    expect(order.status).toBe('confirmed');

    await cancel(order.id, guest.headers);

    await expectUndone(order, sku, guest);
    expect((await intentsOf(order.id))[0]?.amount_received).toBe(2500);
  });

  it('that is sent twice, and by the buyer and an admin at once, is done once', async () => {
    const { sku, guest, order } = await anOrder({ wait: 10 });
    const adminHeaders = await admin();

    const answers = await Promise.all([
      cancel(order.id, guest.headers),
      cancel(order.id, guest.headers),
      cancel(order.id, adminHeaders),
      cancel(order.id, adminHeaders),
    ]);
    const again = await cancel(order.id, guest.headers);

    expect([...answers, again].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await expectUndone(order, sku, guest);
  });

  it('lets the same cart buy again, and does not touch the next order', async () => {
    const { sku, guest, order } = await anOrder({ faults: [late('inventory', 'ReserveStock', 500)] });
    await cancel(order.id, guest.headers);

    const next = await buy(guest);

    expect(next.body).toMatchObject({ status: 'confirmed' });
    await expect.poll(() => stockOf(sku), patience).toMatchObject({ available: 3, held: 0, allocated: 2 });
    const repeated = await cancel(order.id, guest.headers);
    expect(repeated.body.status).toBe('cancelled');
    expect((await call('GET', `/orders/${next.body.id}`, { headers: guest.headers })).body.status).toBe('confirmed');
  });

  it('of a rejected order is refused, and of another buyer’s order is not found', async () => {
    const { guest, order } = await anOrder({ paymentMethod: 'pm_card_chargeDeclined', wait: 10 });
    const stranger = await aGuest();

    const refused = await cancel(order.id, guest.headers);

    expect(refused).toMatchObject({ status: 409, body: { code: 'orders.not_cancellable' } });
    expect((await cancel(order.id, stranger.headers)).status).toBe(404);
    expect((await cancel('ord_unknown', guest.headers)).status).toBe(404);
    expect((await cancel(order.id, {})).status).toBe(401);
  });

  it.each(['inventory', 'payments'])(
    'gives everything back even if the consumer of %s fails at first',
    async (domain) => {
      const { sku, guest, order } = await anOrder({ wait: 10 });
      shop.cloud().faults.add({ service: 'lambda', function: `souk-local-${domain}-events`, when: 'kill', times: 2 });

      await cancel(order.id, guest.headers);

      await expectUndone(order, sku, guest);
    },
  );
});
