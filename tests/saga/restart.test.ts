import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningShop } from '../../local/shop/start.ts';
import { orderMachine } from '../../state-machines/order/order.ts';
import { admin, aGuest, aProduct, buy, call, ended, type Guest, intentsOf, stockOf } from '../e2e/shop.ts';
import { startTestCloud } from './cloud.ts';

let dataDir: string;
let cloud: RunningShop | undefined;

/** A cloud on the same data as the one before. */
async function start(): Promise<RunningShop> {
  cloud = await startTestCloud({ dataDir });
  return cloud;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'souk-restart-'));
});

afterAll(async () => {
  await cloud?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const STEPS = Object.entries(orderMachine.steps);

describe('a shop that is stopped with orders in flight', () => {
  it('ends them all after it is started again: each is paid and allocated once', async () => {
    const first = await start();
    const { sku } = await aProduct({ onHand: 20 });
    const inFlight: { guest: Guest; orderId: string }[] = [];
    for (const [step, task] of STEPS) {
      // The step hangs until the shop stops: the order is caught in the middle of it.
      first.faults.add({
        service: 'lambda',
        function: `souk-local-${task.function}`,
        eventContains: `"step":"${step}"`,
        when: 'delay',
        delayMs: 25_000,
        times: 1,
      });
      const guest = await aGuest([{ sku, quantity: 1 }]);
      const { body } = await buy(guest, { wait: 0 });
      inFlight.push({ guest, orderId: body.id });
      await expect.poll(() => first.faults.list(), { timeout: 60_000 }).toEqual([]);
    }
    const atTheBank = await aGuest([{ sku, quantity: 1 }]);
    const waiting = await buy(atTheBank, { paymentMethod: 'pm_card_authenticationRequired' });
    expect(waiting.body.paymentStatus).toBe('requires_action');

    const former = await admin();

    await first.stop();
    await start();
    expect((await call('GET', '/users/me', { headers: former })).body.roles).toContain('admin');

    for (const { guest, orderId } of inFlight) {
      expect(await ended(guest, orderId)).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
      expect(await intentsOf(orderId)).toMatchObject([{ status: 'succeeded', amount_received: 1999 }]);
    }
    const [intent] = await intentsOf(waiting.body.id);
    await fetch(`${process.env.STRIPE_URL}/test/payment_intents/${intent?.id}/authenticate`, {
      method: 'POST',
      body: JSON.stringify({ outcome: 'success' }),
    });
    expect(await ended(atTheBank, waiting.body.id)).toMatchObject({ status: 'confirmed' });
    expect(await stockOf(sku)).toMatchObject({ available: 14, held: 0, allocated: 6 });
    const again = await call('GET', '/cart', { headers: atTheBank.headers });
    expect(again.body.items).toEqual([]);
  });
});
