import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, call, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { outputOf, useCloud } from './cloud.ts';

// A step is tried sixty times, up to five minutes apart: more than two hours in a second.
const shop = useCloud({ retryDelayScale: 0.0003 });

const patience = { timeout: 120_000, interval: 100 };
const HOURS = 8;
/** functions/checkout/README.md states it; an undo has as much time again. */
const STATED_MINUTES = 30;
/** functions/payments/README.md states it. */
const CHARGED_WITHIN_SECONDS = 60 * 60;

let stepFunctions: SFNClient;
beforeAll(() => {
  stepFunctions = new SFNClient({});
});
afterAll(() => stepFunctions.destroy());

/** Waits until nothing runs: what needs more than this, needs the clock or a repair. */
const quiet = () =>
  expect
    .poll(async () => {
      const stateMachineArn = outputOf(shop.cloud(), 'OrderSagaArn');
      const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
      return (await stepFunctions.send(running)).executions?.length;
    }, patience)
    .toBe(0);

/** Lets time pass in steps of the reconciler's runs. The schedule starts another, too. */
async function pass(minutes: number) {
  for (let passed = 0; passed < minutes; passed += 5) {
    await shop.advance(5 * 60);
    expect(await shop.cloud().invoke('souk-local-checkout-reconcile', {})).toMatchObject({ ok: true });
  }
}

/** An order of two pieces out of five. */
async function anOrder(paymentMethod = 'pm_card_visa', wait = 0) {
  const { sku } = await aProduct({ onHand: 5, price: 1250 });
  const guest = await aGuest([{ sku, quantity: 2 }]);
  const { status, body } = await buy(guest, { paymentMethod, wait });
  expect(status).toBeLessThan(300);
  return { sku, guest, id: body.id as string };
}

type Placed = Awaited<ReturnType<typeof anOrder>>;

const statusOf = async ({ guest, id }: Pick<Placed, 'guest' | 'id'>) =>
  (await call('GET', `/orders/${id}/status`, { headers: guest.headers })).body;

async function stateOf({ guest, id, sku }: Placed) {
  const { status: orderStatus, paymentStatus } = await statusOf({ guest, id });
  const { available, held, allocated } = await stockOf(sku);
  const intents = (await intentsOf(id)).map(({ status, amount_received }) => [status, amount_received]);
  return { status: orderStatus, paymentStatus, stock: [available, held, allocated], intents };
}

/** The seconds between an order and the charge of its buyer, for each charge. */
async function chargedAfter({ guest, id }: Placed): Promise<number[]> {
  const { body } = await call('GET', `/orders/${id}`, { headers: guest.headers });
  const { stripeUrl } = shop.cloud().outputs;
  const headers = { authorization: 'Bearer sk_test_outside' };
  const charges = (await intentsOf(id)).map(async (intent) => {
    const found = await fetch(`${stripeUrl}/v1/payment_intents/${intent.id}?expand[]=latest_charge`, { headers });
    const { latest_charge: charge } = (await found.json()) as { latest_charge: { created: number } | null };
    return charge ? [charge.created - Date.parse(body.createdAt) / 1000] : [];
  });
  return (await Promise.all(charges)).flat();
}

const CONFIRMED = { status: 'confirmed', paymentStatus: 'captured', stock: [3, 0, 2], intents: [['succeeded', 2500]] };
const REJECTED = { status: 'rejected', paymentStatus: 'failed', stock: [5, 0, 0], intents: [['canceled', 0]] };
const CANCELLED = { status: 'cancelled', paymentStatus: 'refunded', stock: [5, 0, 0], intents: [['succeeded', 2500]] };

describe('an outage of eight hours', () => {
  it('of Stripe ends each order within its stated time, during the outage or after it, and keeps no money', async () => {
    const placed: Placed[] = [];
    const bought = await anOrder('pm_card_visa', 10);
    // Its intent is known, so its undo must wait for Stripe.
    shop.cloud().faults.add({ service: 'stripe', operation: 'cancel', when: 'before', rate: 1 });
    const declined = await anOrder('pm_card_chargeDeclined');
    await quiet();
    shop.cloud().faults.add({ service: 'stripe', when: 'before', rate: 1 });
    await call('PUT', `/orders/${bought.id}/cancel`, { headers: bought.guest.headers });

    for (let hour = 0; hour < HOURS; hour += 1) {
      const order = await anOrder();
      placed.push(order);
      // No intent was made, so nothing hangs on Stripe: the buyer can try again at once.
      await expect
        .poll(() => statusOf(order), patience)
        .toMatchObject({ status: 'rejected', paymentStatus: 'cancelled' });
      await pass(60);
    }
    expect(await statusOf(bought)).toMatchObject({ status: 'cancelled', paymentStatus: 'captured' });
    expect((await statusOf(declined)).status).toBe('needs_attention');
    shop.cloud().faults.clear();
    await pass(2 * STATED_MINUTES);
    await quiet();

    await expect.poll(() => stateOf(bought), patience).toEqual(CANCELLED);
    expect(await stateOf(declined)).toEqual(REJECTED);
    for (const order of placed)
      expect(await stateOf(order)).toEqual({ ...REJECTED, paymentStatus: 'cancelled', intents: [] });
  }, 600_000);

  it('of the function that ends orders confirms every order whose money was taken, within its stated time after it', async () => {
    shop.cloud().faults.add({ service: 'lambda', function: 'souk-local-orders-saga', when: 'before', rate: 1 });
    const placed: Placed[] = [];
    const declined = await anOrder('pm_card_chargeDeclined');
    for (let hour = 0; hour < HOURS; hour += 1) {
      const order = await anOrder();
      placed.push(order);
      await expect.poll(async () => (await stateOf(order)).paymentStatus, patience).toBe('captured');
      await pass(60);
      // Executions give up, and others follow.
      if (hour % 4 === 3) await quiet();
    }
    for (const order of placed) {
      expect(await stateOf(order)).toMatchObject({ status: 'pending', paymentStatus: 'captured', stock: [3, 0, 2] });
    }
    shop.cloud().faults.clear();

    await pass(STATED_MINUTES);
    await quiet();

    for (const order of placed) expect(await stateOf(order)).toEqual(CONFIRMED);
    expect(await stateOf(declined)).toEqual(REJECTED);
  }, 600_000);

  it.each(['inventory-saga', 'payments-saga'])(
    'of %s ends every order within its stated time after it, and charges none that is older than an hour',
    async (name) => {
      shop.cloud().faults.add({ service: 'lambda', function: `souk-local-${name}`, when: 'before', rate: 1 });
      const placed = [await anOrder(), await anOrder('pm_card_chargeDeclined')];
      await quiet();
      await pass(HOURS * 30);
      placed.push(await anOrder());
      await quiet();
      await pass(HOURS * 30);
      const recent = [await anOrder(), await anOrder()];
      placed.push(...recent);
      await quiet();
      await pass(15);
      // An execution that is on its way back would not try to sell any more.
      await quiet();
      shop.cloud().faults.clear();

      await pass(STATED_MINUTES);
      await quiet();

      for (const order of placed) {
        const { status, stock, intents } = await stateOf(order);
        expect(['confirmed', 'rejected']).toContain(status);
        if (status === 'confirmed')
          expect({ stock, intents }).toEqual({ stock: [3, 0, 2], intents: [['succeeded', 2500]] });
        else expect(stock).toEqual([5, 0, 0]);
        if (status === 'rejected') expect(intents.filter(([state]) => state !== 'canceled')).toEqual([]);
        expect((await chargedAfter(order)).filter((seconds) => seconds > CHARGED_WITHIN_SECONDS)).toEqual([]);
      }
      // A hold that lapsed while its payment could not be made sells nothing.
      if (name === 'inventory-saga') for (const order of recent) expect(await stateOf(order)).toEqual(CONFIRMED);
      for (const { guest, id } of placed.filter((order) => !recent.includes(order))) {
        const { body } = await call('GET', `/orders/${id}`, { headers: guest.headers });
        expect(body).toMatchObject({ status: 'rejected', rejection: { code: 'payments.timed_out' } });
        const { number } = body;
        await expect
          .poll(async () => (await mailsTo(guest.email)).map(({ subject }) => subject), patience)
          .toContain(`Your order ${number} could not be completed`);
      }
    },
    600_000,
  );
});
