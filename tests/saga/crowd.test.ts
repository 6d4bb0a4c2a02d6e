import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ADDRESS, type Answer, aProduct, call, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

// Retries that come at once would only crowd the one stock item more.
useCloud({ retryDelayScale: 0.3 });

const BUYERS = 500;
const UNITS = 100;

/** As a shop's frontend does: a 5xx is tried again, with the same Idempotency-Key. */
async function insistent(request: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await request();
    if (answer.status < 500 || attempt === 8) return answer;
    await wait(Math.random() * 200 * 2 ** attempt);
  }
}

/** From nothing to the order's end. */
async function order(sku: string) {
  const cart = await insistent(() => call('POST', '/carts'));
  const headers = { 'x-cart-token': cart.body.token as string };
  await insistent(() => call('POST', '/cart/items', { headers, body: { sku, quantity: 1 } }));
  const key = randomUUID();
  const placed = await insistent(() =>
    call('POST', '/orders', {
      headers: { ...headers, 'idempotency-key': key },
      body: { email: `${key}@example.com`, shippingAddress: ADDRESS, paymentMethod: 'pm_card_visa' },
    }),
  );
  expect(placed.status).toBe(202);
  for (;;) {
    const { body } = await insistent(() => call('GET', `/orders/${placed.body.id}/status`, { headers }));
    if (body.status !== 'pending') return { id: placed.body.id as string, headers, status: body.status as string };
    await wait(1500 + Math.random() * 2000);
  }
}

/** Whether all units are allocated. A unit that is only held may be for sale again. */
async function isSoldOut(sku: string): Promise<boolean> {
  for (;;) {
    const { available, held, allocated } = await stockOf(sku);
    if (available > 0) return false;
    if (held === 0) return allocated === UNITS;
    await wait(1500 + Math.random() * 2000);
  }
}

/**
 * Buys until the order is confirmed or the sale is over. On a slow machine a step may run out of
 * time while it holds a unit, which is then for sale again.
 */
async function buyer(sku: string) {
  for (;;) {
    const ended = await order(sku);
    if (ended.status !== 'rejected') return ended;
    const { body } = await insistent(() => call('GET', `/orders/${ended.id}`, { headers: ended.headers }));
    if (body.rejection.code === 'inventory.insufficient_stock' && (await isSoldOut(sku))) return ended;
  }
}

interface Intent {
  readonly status: string;
  readonly amount_received: number;
  readonly metadata: { readonly orderId: string };
}

async function allIntents(): Promise<Intent[]> {
  const intents: (Intent & { id: string })[] = [];
  for (let after = ''; ; ) {
    const response = await fetch(
      `${process.env.STRIPE_URL}/v1/payment_intents?limit=100${after && `&starting_after=${after}`}`,
      { headers: { authorization: 'Bearer sk_test_outside' } },
    );
    const page = (await response.json()) as { data: (Intent & { id: string })[]; has_more: boolean };
    intents.push(...page.data);
    if (!page.has_more) return intents;
    after = page.data.at(-1)?.id ?? '';
  }
}

describe('a flash sale', () => {
  it('of 100 units to 500 buyers at once confirms and captures exactly 100, and refuses 400 cleanly', async () => {
    const { sku } = await aProduct({ onHand: UNITS, price: 4900 });

    const orders = await Promise.all(Array.from({ length: BUYERS }, () => buyer(sku)));

    const won = orders.filter(({ status }) => status === 'confirmed');
    const lost = orders.filter(({ status }) => status === 'rejected');
    expect({ won: won.length, lost: lost.length }).toEqual({ won: UNITS, lost: BUYERS - UNITS });
    expect(await stockOf(sku)).toMatchObject({ available: 0, held: 0, allocated: UNITS });
    const intents = await allIntents();
    const captured = intents.filter(({ status }) => status === 'succeeded');
    expect(new Set(captured.map(({ metadata }) => metadata.orderId))).toEqual(new Set(won.map(({ id }) => id)));
    expect(captured).toHaveLength(UNITS);
    expect(captured.every(({ amount_received }) => amount_received === 4900)).toBe(true);
    const others = intents.filter(({ status }) => status !== 'succeeded');
    expect(others.every(({ status, amount_received }) => status === 'canceled' && amount_received === 0)).toBe(true);
  }, 1_120_000);
});
