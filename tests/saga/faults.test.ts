import { describe, expect, it } from 'vitest';
import type { Fault } from '../../local/cloud/faults/fault.ts';
import { orderMachine } from '../../state-machines/order/order.ts';
import { functionsOf, tasksOf, wayAfter } from '../../state-machines/ways.ts';
import { aGuest, aProduct, buy, ended, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const onStep = (name: string, step: string, when: 'before' | 'after' | 'kill', times = 1): Fault => ({
  service: 'lambda',
  function: `souk-local-${name}`,
  eventContains: `"step":"${step}"`,
  when,
  times,
});

/** Buys two pieces while the faults are on, and waits for the end. */
async function buyUnder(faults: readonly Fault[], paymentMethod = 'pm_card_visa') {
  const { sku } = await aProduct({ onHand: 5, price: 1250 });
  const guest = await aGuest([{ sku, quantity: 2 }]);
  for (const fault of faults) shop.cloud().faults.add(fault);
  const placed = await buy(guest, { paymentMethod, wait: 0 });
  expect(placed.status).toBe(202);
  const order = await ended(guest, placed.body.id);
  await expect.poll(() => shop.cloud().faults.list(), { timeout: 60_000 }).toEqual([]);
  return { order, guest, stock: await stockOf(sku), intents: await intentsOf(order.id) };
}

const forward = Object.entries(orderMachine.steps).map(([step, task]) => [task.function, step] as const);

/** The tasks that undo an order whose card was declined. */
const back = wayAfter(orderMachine, 'AuthorizePayment', 'PaymentDeclined').flatMap((state) => {
  const task = tasksOf(orderMachine)[state];
  return task ? [[task.function, state] as const] : [];
});

const failures = ['before', 'after', 'kill'] as const;

describe.each(failures)('a step that fails (%s)', (when) => {
  it.each(forward)('%s: %s is done once, and the order is confirmed and paid once', async (name, step) => {
    const { order, guest, stock, intents } = await buyUnder([onStep(name, step, when)]);

    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    expect(stock).toMatchObject({ available: 3, held: 0, allocated: 2 });
    expect(intents).toMatchObject([{ status: 'succeeded', amount_received: 2500 }]);
    await expect.poll(() => mailsTo(guest.email), { timeout: 60_000 }).toHaveLength(1);
  });

  it.each(back)('%s: %s is undone once after a declined card', async (name, step) => {
    const { order, stock, intents } = await buyUnder([onStep(name, step, when)], 'pm_card_chargeDeclined');

    expect(order).toMatchObject({ status: 'rejected', rejection: { code: 'payments.card_declined' } });
    expect(stock).toMatchObject({ available: 5, held: 0, allocated: 0 });
    expect(intents).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
  });
});

describe('a reply of the database that is lost', () => {
  it.each(functionsOf(orderMachine))('to the steps of %s changes nothing twice', async (name) => {
    // The SDK itself tries three times, so three lost replies reach the step as a fault.
    const { order, stock, intents } = await buyUnder([
      {
        service: 'dynamodb',
        operation: 'TransactWriteItems',
        function: `souk-local-${name}`,
        when: 'drop-reply',
        times: 3,
      },
    ]);

    expect(order.status).toBe('confirmed');
    expect(stock).toMatchObject({ available: 3, held: 0, allocated: 2 });
    expect(intents).toMatchObject([{ status: 'succeeded', amount_received: 2500 }]);
  });
});

describe('a payment provider that', () => {
  const stripeFault = (fault: object) =>
    fetch(`${shop.cloud().outputs.stripeUrl}/test/faults`, { method: 'POST', body: JSON.stringify(fault) });

  it.each([
    ['loses the reply of', 'drop-reply'],
    ['fails before', 'before'],
    ['fails after', 'after'],
  ])('%s creating, confirming and capturing charges once', async (_, when) => {
    for (const path of ['^/v1/payment_intents$', '/confirm$', '/capture$']) {
      const answer = await stripeFault({
        method: 'POST',
        path,
        when,
        times: when === 'drop-reply' ? 3 : 1,
        status: 503,
      });
      expect(answer.status).toBeLessThan(300);
    }

    const { order, stock, intents } = await buyUnder([]);

    expect(order).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    expect(stock).toMatchObject({ available: 3, held: 0, allocated: 2 });
    expect(intents).toMatchObject([{ status: 'succeeded', amount_received: 2500 }]);
  });
});

describe('a checkout that dies', () => {
  it('right after its commit has placed the order: the stream starts it, and the same key finds it', async () => {
    const { sku } = await aProduct({ onHand: 1 });
    const guest = await aGuest([{ sku, quantity: 1 }]);
    // The start of the saga hangs, and then the function is killed: only its writes remain.
    const start = { service: 'states', operation: 'StartExecution', function: 'souk-local-checkout-api' };
    shop.cloud().faults.add({ ...start, when: 'before', delayMs: 4000, times: 1 });
    shop.cloud().faults.add({
      service: 'lambda',
      function: 'souk-local-checkout-api',
      when: 'kill',
      delayMs: 2500,
      times: 1,
    });

    const dead = await buy(guest, { key: 'dead', wait: 0 });
    const again = await buy(guest, { key: 'dead', wait: 0 });
    const order = await ended(guest, again.body.id);

    expect(dead.status).toBe(500);
    expect(order.status).toBe('confirmed');
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await stockOf(sku)).toMatchObject({ available: 0, held: 0, allocated: 1 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'succeeded' }]);
  });

  it('after its commit is completed by the stream, and the same key returns the order', async () => {
    const { sku } = await aProduct({ onHand: 1 });
    const guest = await aGuest([{ sku, quantity: 1 }]);
    shop.cloud().faults.add({
      service: 'states',
      operation: 'StartExecution',
      function: 'souk-local-checkout-api',
      when: 'before',
      times: 3,
    });

    const placed = await buy(guest, { key: 'once', wait: 0 });
    const order = await ended(guest, placed.body.id);
    const again = await buy(guest, { key: 'once' });

    expect(order.status).toBe('confirmed');
    expect(again.body.id).toBe(order.id);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await stockOf(sku)).toMatchObject({ available: 0, held: 0, allocated: 1 });
  });
});
