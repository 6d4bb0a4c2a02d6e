import { describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, ended, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud({ context: { paymentTimeoutSeconds: 3 } });

describe('a payment that the buyer never completes', () => {
  it('ends in a rejected order with everything given back; a late authentication takes no money', async () => {
    const { sku } = await aProduct({ onHand: 4, price: 3000 });
    const guest = await aGuest([{ sku, quantity: 3 }]);
    const { status, body: order } = await buy(guest, { paymentMethod: 'pm_card_authenticationRequired' });
    expect({ status, paymentStatus: order.paymentStatus }).toEqual({ status: 202, paymentStatus: 'requires_action' });

    const rejected = await ended(guest, order.id);

    expect(rejected).toMatchObject({ status: 'rejected', rejection: { code: 'payments.timed_out' } });
    await expect.poll(() => stockOf(sku)).toMatchObject({ available: 4, held: 0, allocated: 0 });
    const [intent, ...others] = await intentsOf(order.id);
    expect([intent, others]).toMatchObject([{ status: 'canceled', amount_received: 0 }, []]);

    await fetch(`${shop.cloud().outputs.stripeUrl}/test/payment_intents/${intent?.id}/authenticate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ outcome: 'success' }),
    });
    const next = await buy(guest);

    expect(next.body).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
    await expect.poll(() => mailsTo(guest.email), { timeout: 30_000 }).toHaveLength(2);
    const subjects = (await mailsTo(guest.email)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.includes(order.number))).toHaveLength(1);
  });
});
