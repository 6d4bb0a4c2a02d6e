import { describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, call, intentsOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const patience = { timeout: 60_000, interval: 100 };

const stripe = async (path: string, body?: object) => {
  const response = await fetch(`${shop.cloud().outputs.stripeUrl}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: 'Bearer sk_test_outside', 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as { data: { id: string; status: string; metadata: { refundId: string } }[] };
};

describe('the refund of a cancelled order', () => {
  it('is not done while it is pending, and is made again with its own id when it fails', async () => {
    const { sku } = await aProduct({ onHand: 4, price: 3000 });
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const { body: order } = await buy(guest, { paymentMethod: 'pm_card_pendingRefund' });
    expect(order.status).toBe('confirmed');
    const [intent] = await intentsOf(order.id);
    const refunds = async () => (await stripe(`/v1/refunds?payment_intent=${intent?.id}`)).data;
    const paymentStatus = async () =>
      (await call('GET', `/orders/${order.id}/status`, { headers: guest.headers })).body.paymentStatus;

    await call('PUT', `/orders/${order.id}/cancel`, { headers: guest.headers });
    await expect.poll(refunds, patience).toMatchObject([{ status: 'pending' }]);
    expect(await paymentStatus()).toBe('captured');
    const [first] = await refunds();
    await stripe(`/test/refunds/${first?.id}/settle`, { outcome: 'failed' });

    await expect.poll(refunds, patience).toMatchObject([{ status: 'pending' }, { status: 'failed' }]);
    const [second] = await refunds();
    expect(second?.metadata.refundId).not.toBe(first?.metadata.refundId);
    expect(await paymentStatus()).toBe('captured');
    await stripe(`/test/refunds/${second?.id}/settle`, { outcome: 'succeeded' });
    await expect.poll(paymentStatus, patience).toBe('refunded');
  });
});
