import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../local/fault-switch.ts';
import { aGuest, aProduct, buy, call, ended, type Guest, intentsOf, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const ORDERS = 32;
/** Another seed is another schedule of failures. */
const SEED = Number(process.env.LEDGER_SEED ?? 1);

/** Mulberry32: numbers in [0, 1), the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const next = numbers(SEED);
const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;

const STEPS = ['inventory-saga', 'payments-saga', 'orders-saga'];
const FUNCTIONS = [...STEPS, 'orders-checkout', 'orders-stream', 'orders-publisher', 'cart-events'];
const MOMENTS = ['before', 'after', 'drop-reply'] as const;

/** A function that fails or dies, or an AWS call that fails or whose reply is lost, once or as often as the SDK tries. */
function anyFault(): Fault {
  const times = pick([1, 3]);
  const kind = pick(['function', 'table', 'workflow'] as const);
  if (kind === 'function') {
    return {
      service: 'lambda',
      function: `souk-local-${pick(FUNCTIONS)}`,
      when: pick(['before', 'after', 'kill']),
      times,
    };
  }
  return kind === 'table'
    ? {
        service: 'dynamodb',
        operation: pick(['TransactWriteItems', 'GetItem']),
        function: `souk-local-${pick([...STEPS, 'orders-checkout'])}`,
        when: pick(MOMENTS),
        times,
      }
    : { service: 'states', operation: pick(['StartExecution', 'SendTaskSuccess']), when: pick(MOMENTS), times };
}

const failStripe = () =>
  fetch(`${shop.cloud().outputs.stripeUrl}/test/faults`, {
    method: 'POST',
    body: JSON.stringify({
      method: 'POST',
      path: pick(['^/v1/payment_intents$', '/confirm$', '/capture$', '/cancel$']),
      when: pick(MOMENTS),
      times: pick([1, 2]),
      status: pick([500, 503]),
    }),
  });

/** As a shop's frontend does: a 5xx is tried again with the same Idempotency-Key. */
async function place(guest: Guest, paymentMethod: string): Promise<string> {
  const key = randomUUID();
  for (;;) {
    const placed = await buy(guest, { key, wait: 0, paymentMethod });
    if (placed.status < 500) {
      expect(placed.status).toBe(202);
      return placed.body.id;
    }
  }
}

describe('the ledger', () => {
  it(`balances after a crowd has bought while everything failed now and then (seed ${SEED})`, async () => {
    const kinds = [
      { onHand: 4, price: 1250 },
      { onHand: 6, price: 1250 },
      { onHand: 30, price: 99 },
      { onHand: 30, price: 0 },
    ];
    const products = await Promise.all(kinds.map(async (kind) => ({ ...kind, ...(await aProduct(kind)) })));
    const carts = Array.from({ length: ORDERS }, () => {
      const some = products.filter(() => next() < 0.4);
      return (some.length > 0 ? some : [pick(products)]).map(({ sku }) => ({ sku, quantity: 1 }));
    });

    const orders = await Promise.all(
      carts.map(async (lines) => {
        const guest = await aGuest(lines);
        for (const fault of [anyFault(), anyFault()]) shop.cloud().faults.add(fault);
        if (next() < 0.5) await failStripe();
        const id = await place(guest, pick(['pm_card_visa', 'pm_card_visa', 'pm_card_chargeDeclined']));
        return { guest, lines, ...(await ended(guest, id, 90_000)) };
      }),
    );
    shop.cloud().faults.clear();

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
      await expect.poll(left, { timeout: 20_000 }).toBe(status === 'confirmed' ? 0 : lines.length);
    }
  }, 180_000);

  it('does not lose what a confirmed order took when its saga is run again and fails', async () => {
    const { sku } = await aProduct({ onHand: 5, price: 1250 });
    const guest = await aGuest([{ sku, quantity: 2 }]);
    const { body: order } = await buy(guest);

    for (const [domain, step] of [
      ['payments', 'CancelPayment'],
      ['payments', 'RefundPayment'],
      ['inventory', 'ReleaseStock'],
      ['orders', 'RejectOrder'],
    ]) {
      expect(await shop.cloud().invoke(`souk-local-${domain}-saga`, { step, orderId: order.id })).toMatchObject({
        ok: true,
      });
    }

    expect(await ended(guest, order.id)).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    expect(await stockOf(sku)).toMatchObject({ available: 3, held: 0, allocated: 2 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'succeeded', amount_received: 2500 }]);
  });
});
