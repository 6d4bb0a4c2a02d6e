import { describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, consoleView, ended, forgetAdmin, intentsOf, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

// The workflow's own timeout runs in real time, so a saga is stuck when the clock is set ahead.
const shop = useCloud();

const patience = { timeout: 90_000, interval: 100 };

const advance = async (advanceSeconds: number) => {
  const url = `${shop.cloud().outputs.apiUrl.replace(/\/v1$/, '')}/_local/clock`;
  expect((await fetch(url, { method: 'POST', body: JSON.stringify({ advanceSeconds }) })).status).toBe(200);
  forgetAdmin();
};

/** An order whose buyer is at the bank, and stays there. */
async function aStuckOrder() {
  const { sku } = await aProduct({ onHand: 5, price: 1250 });
  const guest = await aGuest([{ sku, quantity: 2 }]);
  const { body: order } = await buy(guest, { paymentMethod: 'pm_card_authenticationRequired', wait: 10 });
  expect(order.paymentStatus).toBe('requires_action');
  expect(await stockOf(sku)).toMatchObject({ available: 3, held: 2, allocated: 0 });
  return { sku, guest, order };
}

const authenticate = async (orderId: string) => {
  const [intent] = await intentsOf(orderId);
  const url = `${process.env.STRIPE_URL}/test/payment_intents/${intent?.id}/authenticate`;
  expect((await fetch(url, { method: 'POST', body: '{"outcome":"success"}' })).status).toBe(200);
};

const executionOf = async (orderId: string) => {
  const { executions } = (await consoleView('executions')) as { executions: { name: string; status: string }[] };
  return executions.find(({ name }) => name === orderId);
};

describe('a hold whose buyer is at the bank, and whose saga is stuck', () => {
  it('is kept until it lapses, and committed when the buyer comes back before', async () => {
    const { sku, guest, order } = await aStuckOrder();

    await advance(6 * 60);
    await authenticate(order.id);

    expect(await ended(guest, order.id)).toMatchObject({ status: 'confirmed' });
    expect(await stockOf(sku)).toMatchObject({ available: 3, held: 0, allocated: 2 });
  });

  it('is released once it lapses and sold to others; a buyer who comes back late pays nothing', async () => {
    const { sku, guest, order } = await aStuckOrder();
    const [sold, next] = [await aGuest([{ sku, quantity: 1 }]), await aGuest([{ sku, quantity: 4 }])];
    expect((await buy(sold)).body.status).toBe('confirmed');

    await advance(8 * 60);

    // Stock that was paid for in time stays sold.
    await expect.poll(() => stockOf(sku), patience).toMatchObject({ available: 4, held: 0, allocated: 1 });
    expect((await executionOf(order.id))?.status).toBe('RUNNING');
    expect((await buy(next)).body.status).toBe('confirmed');

    await authenticate(order.id);

    expect(await ended(guest, order.id)).toMatchObject({
      status: 'rejected',
      rejection: { code: 'inventory.hold_expired' },
    });
    await expect.poll(async () => (await executionOf(order.id))?.status, patience).not.toBe('RUNNING');
    expect(await stockOf(sku)).toMatchObject({ available: 0, held: 0, allocated: 5 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
  });

  it('is released even if the sweeper fails at first, since it runs again', async () => {
    const { sku } = await aStuckOrder();
    shop.cloud().faults.add({ service: 'lambda', function: 'souk-local-inventory-schedule', when: 'before', times: 2 });

    await advance(8 * 60);

    await expect.poll(() => stockOf(sku), patience).toMatchObject({ available: 5, held: 0, allocated: 0 });
    expect(shop.cloud().faults.list()).toEqual([]);
  });
});
