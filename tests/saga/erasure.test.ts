import { describe, expect, it } from 'vitest';
import { aUser } from '../e2e/person.ts';
import { ADDRESS, admin, aGuest, aProduct, buy, call, intentsOf, mailsTo } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const patience = { timeout: 60_000, interval: 100 };

const authenticate = (intentId: string | undefined, outcome: 'success' | 'failure') =>
  fetch(`${shop.cloud().outputs.stripeUrl}/test/payment_intents/${intentId}/authenticate`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_outside', 'content-type': 'application/json' },
    body: JSON.stringify({ outcome }),
  });

/** An order as the people see it who send the goods. */
const seen = async (orderId: string) => (await call('GET', `/orders/${orderId}`, { headers: await admin() })).body;

const personalOf = async (orderId: string) => {
  const { status, email, shippingAddress } = await seen(orderId);
  return { status, email, name: shippingAddress.name, line1: shippingAddress.line1 };
};

const cancel = async (orderId: string) =>
  expect((await call('PUT', `/orders/${orderId}/cancel`, { headers: await admin() })).status).toBe(200);

const subjectsTo = async (email: string) => (await mailsTo(email)).map(({ subject }) => subject);

const { name, line1 } = ADDRESS;
const NOTHING = { email: '', name: '', line1: '' };

/** A user with an order: of their own, or of a guest with their email. */
async function aBuyer(as: 'user' | 'guest', paymentMethod?: string) {
  const { sku } = await aProduct();
  const user = await aUser();
  const guest = await aGuest();
  const headers = as === 'user' ? user.headers : guest.headers;
  const order = async () => {
    expect((await call('POST', '/cart/items', { headers, body: { sku, quantity: 1 } })).status).toBe(200);
    return (await buy({ headers, email: user.email }, paymentMethod ? { paymentMethod } : {})).body;
  };
  return { user, order };
}

const erase = async ({ headers }: { headers: Record<string, string> }) => call('DELETE', '/users/me', { headers });

describe('an erased person', () => {
  it.each(['user', 'guest'] as const)('whose paid order is still to be sent is sent it, as %s', async (as) => {
    const { user, order } = await aBuyer(as);
    const { id, number } = await order();

    expect(await erase(user)).toMatchObject({
      status: 200,
      body: { keptOrders: [{ id, number, reason: 'to_be_sent', until: expect.stringMatching(/Z$/) }] },
    });

    const subject = `Your order ${number} and the data that we keep for it`;
    await expect.poll(() => subjectsTo(user.email), patience).toContain(subject);
    expect(await personalOf(id)).toEqual({ status: 'confirmed', email: user.email, name, line1 });
    await cancel(id);
    await expect.poll(() => personalOf(id), patience).toEqual({ status: 'cancelled', ...NOTHING });
    await expect.poll(() => subjectsTo(user.email), patience).toContain(`Your order ${number} is cancelled`);
  });

  it.each(['user', 'guest'] as const)('who approves at the bank gets the order and its mail, as %s', async (as) => {
    const { user, order } = await aBuyer(as, 'pm_card_authenticationRequired');
    const { id, number } = await order();
    const [intent] = await intentsOf(id);

    expect((await erase(user)).body).toMatchObject({ keptOrders: [{ id, reason: 'being_paid' }] });
    const subject = `Your order ${number} and the data that we keep for it`;
    await expect.poll(() => subjectsTo(user.email), patience).toContain(subject);
    await authenticate(intent?.id, 'success');

    const kept = { status: 'confirmed', email: user.email, name, line1 };
    await expect.poll(() => personalOf(id), patience).toEqual(kept);
    await expect.poll(() => subjectsTo(user.email), patience).toContain(`Your order ${number} is confirmed`);
    await cancel(id);
    await expect.poll(() => personalOf(id), patience).toEqual({ status: 'cancelled', ...NOTHING });
  });

  it('whose bank declines gets a mail, and nothing of them is left', async () => {
    const { user, order } = await aBuyer('guest', 'pm_card_authenticationRequired');
    const { id, number } = await order();
    const [intent] = await intentsOf(id);
    await erase(user);
    await expect.poll(() => subjectsTo(user.email), patience).toContainEqual(expect.stringContaining('data that we'));

    await authenticate(intent?.id, 'failure');

    await expect.poll(() => personalOf(id), patience).toEqual({ status: 'rejected', ...NOTHING });
    await expect.poll(() => subjectsTo(user.email), patience).toContain(`Your order ${number} could not be completed`);
  });

  it('whose refund is pending keeps only the address for its mails, until the bank has paid', async () => {
    const { user, order } = await aBuyer('user', 'pm_card_pendingRefund');
    const { id } = await order();
    await cancel(id);

    expect((await erase(user)).body).toMatchObject({ keptOrders: [{ id, reason: 'refund_pending' }] });

    const left = { status: 'cancelled', ...NOTHING, email: user.email };
    await expect.poll(() => personalOf(id), patience).toEqual(left);
    const headers = { authorization: 'Bearer sk_test_outside', 'content-type': 'application/json' };
    const url = `${shop.cloud().outputs.stripeUrl}/`;
    const [intent] = await intentsOf(id);
    const refund = async () => {
      const found = await fetch(`${url}v1/refunds?payment_intent=${intent?.id}`, { headers });
      return ((await found.json()) as { data: { id: string }[] }).data[0]?.id;
    };
    await expect.poll(refund, patience).toBeDefined();
    const settle = { method: 'POST', headers, body: JSON.stringify({ outcome: 'succeeded' }) };
    await fetch(`${url}test/refunds/${await refund()}/settle`, settle);
    await expect.poll(() => personalOf(id), patience).toEqual({ status: 'cancelled', ...NOTHING });
  });

  it('who orders as a guest afterwards is sent the order, even if their erasure is consumed later', async () => {
    const { user, order } = await aBuyer('guest');
    shop.cloud().faults.add({ service: 'events', operation: 'PutEvents', when: 'before', times: 10_000 });
    const { sku } = await aProduct();
    const headers = user.headers;
    expect((await call('POST', '/cart/items', { headers, body: { sku, quantity: 1 } })).status).toBe(200);
    const own = (await buy({ headers, email: user.email })).body;
    expect((await erase(user)).status).toBe(200);

    const { id, status } = await order();

    expect(status).toBe('confirmed');
    shop.cloud().faults.clear();
    const subject = `Your order ${own.number} and the data that we keep for it`;
    await expect.poll(() => subjectsTo(user.email), patience).toContain(subject);
    await cancel(own.id);
    await cancel(id);
    await expect.poll(() => personalOf(own.id), patience).toEqual({ status: 'cancelled', ...NOTHING });
    expect(await personalOf(id)).toEqual({ status: 'cancelled', email: user.email, name, line1 });
  });
});
