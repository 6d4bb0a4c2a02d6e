import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../local/cloud/faults/spec.ts';
import { TARGETS } from '../../local/shop/faults.ts';
import { orderMachine } from '../../state-machines/order/order.ts';
import { aGuest, aProduct, buy, call, ended, type Guest, intentsOf, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const ORDERS = 32;
/** A different seed gives a different schedule of failures. */
const SEED = Number(process.env.LEDGER_SEED ?? 1);

const STEPS = ['inventory-saga', 'payments-saga', 'orders-saga'];

/**
 * Every step and the code around it sometimes fails, dies, runs twice, is throttled, meets
 * conflicts or loses replies.
 */
const FAULTS = [
  `seed=${SEED}`,
  ...[...STEPS, 'checkout-api', 'orders-stream', 'orders-publisher', 'cart-events'].flatMap((name) => [
    `lambda/${name}:before:rate=0.03`,
    `lambda/${name}:after:rate=0.03`,
    `lambda/${name}:duplicate:rate=0.03`,
    `lambda/${name}:kill:rate=0.02`,
  ]),
  ...[...STEPS, 'checkout-api'].flatMap((name) => [
    `dynamodb.TransactWriteItems/${name}:conflict:rate=0.05`,
    `dynamodb.TransactWriteItems/${name}:drop-reply:rate=0.05`,
    `dynamodb.TransactWriteItems/${name}:after:rate=0.03`,
    `dynamodb.GetItem/${name}:throttle:rate=0.03`,
  ]),
  'states.StartExecution:drop-reply:rate=0.1',
  'states.SendTaskSuccess:after:rate=0.1',
  'events.PutEvents:duplicate:rate=0.1',
  ...['create', 'confirm', 'capture', 'cancel'].flatMap((operation) => [
    `stripe.${operation}:before:rate=0.03`,
    `stripe.${operation}:after:rate=0.03`,
    `stripe.${operation}:drop-reply:rate=0.05`,
    `stripe.${operation}:throttle:rate=0.03`,
  ]),
].join();

/** As a shop's frontend does: a 5xx is tried again with the same Idempotency-Key. */
async function place(guest: Guest, paymentMethod: string): Promise<string> {
  const key = randomUUID();
  for (;;) {
    const placed = await buy(guest, { key, wait: 0, paymentMethod });
    if (placed.status < 500) {
      expect({ status: placed.status, code: placed.body.code }).toEqual({ status: 202, code: undefined });
      return placed.body.id;
    }
  }
}

/** The findings of a run of a reconciliation. */
async function findings(name: string, payload: object = {}): Promise<unknown> {
  const run = await shop.cloud().invoke(`souk-local-${name}-reconcile`, payload);
  return run.ok ? (run.payload as { findings: unknown }).findings : run;
}

/**
 * Audits the whole shop and the whole account of the provider. Every order has ended and every undo
 * is complete. No intent is without its order, and none is left open.
 */
async function expectNothingLeftOver() {
  await shop.advance(45 * 60);
  // A creation that failed leaves its payment in doubt until this look.
  await findings('checkout');
  await expect
    .poll(
      async () => {
        await shop.advance(6 * 60);
        return findings('checkout');
      },
      { timeout: 60_000, interval: 500 },
    )
    .toEqual([]);
  const since = new Date(Date.now() - 24 * 3_600_000).toISOString();
  expect(await findings('payments', { since })).toEqual([]);
}

describe('the ledger', () => {
  it(`balances after a crowd has bought while everything sometimes failed (seed ${SEED})`, async () => {
    const kinds = [
      { onHand: 4, price: 1250 },
      { onHand: 6, price: 1250 },
      { onHand: 30, price: 99 },
      { onHand: 30, price: 0 },
    ];
    const products = await Promise.all(kinds.map(async (kind) => ({ ...kind, ...(await aProduct(kind)) })));
    // Each cart holds another choice of the products, each third buyer has a bad card.
    const buyers = Array.from({ length: ORDERS }, (_, index) => ({
      lines: products.flatMap(({ sku }, bit) => (((index % 15) + 1) & (1 << bit) ? [{ sku, quantity: 1 }] : [])),
      card: index % 3 === 2 ? 'pm_card_chargeDeclined' : 'pm_card_visa',
    }));
    const guests = await Promise.all(buyers.map(async (buyer) => ({ ...buyer, guest: await aGuest(buyer.lines) })));
    const faults = parseSpec(FAULTS, TARGETS);
    if ('problem' in faults) throw new Error(faults.problem);
    shop.cloud().faults.arm(faults);

    const orders = await Promise.all(
      guests.map(async ({ guest, lines, card }) => {
        const id = await place(guest, card);
        return { guest, lines, ...(await ended(guest, id, 90_000)) };
      }),
    );
    const hits = shop.cloud().faults.list();
    shop.cloud().faults.clear();

    expect(hits.reduce((sum, fault) => sum + fault.hits, 0)).toBeGreaterThan(ORDERS);
    const confirmed = orders.filter(({ status }) => status === 'confirmed');
    for (const { sku, onHand } of products) {
      const sold = confirmed.filter(({ lines }) => lines.some((line: { sku: string }) => line.sku === sku)).length;
      expect(await stockOf(sku)).toMatchObject({ available: onHand - sold, held: 0, allocated: sold });
    }
    for (const { id, status, totals, guest, lines } of orders) {
      const intents = await intentsOf(id);
      const taken = intents.reduce((sum, { amount_received }) => sum + amount_received, 0);
      expect({ id, status, taken }).toEqual({ id, status, taken: status === 'confirmed' ? totals.total.amount : 0 });
      expect(intents.length).toBeLessThanOrEqual(1);
      if (status !== 'confirmed') expect(intents.every((intent) => intent.status === 'canceled')).toBe(true);
      const left = async () => (await call('GET', '/cart', { headers: guest.headers })).body.items.length;
      await expect.poll(left, { timeout: 60_000 }).toBe(status === 'confirmed' ? 0 : lines.length);
    }
    await expectNothingLeftOver();
  }, 720_000);

  it('keeps the stock of a confirmed order when its saga runs again and fails', async () => {
    const { sku } = await aProduct({ onHand: 5, price: 1250 });
    const guest = await aGuest([{ sku, quantity: 2 }]);
    const { body: order } = await buy(guest);

    const tasks = Object.entries({ ...orderMachine.undos, RejectOrder: orderMachine.ends.RejectOrder });
    for (const [step, task] of tasks) {
      expect(await shop.cloud().invoke(`souk-local-${task.function}`, { step, orderId: order.id })).toMatchObject({
        ok: true,
      });
    }

    expect(await ended(guest, order.id)).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    expect(await stockOf(sku)).toMatchObject({ available: 3, held: 0, allocated: 2 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'succeeded', amount_received: 2500 }]);
  });
});
