import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { aGuest, aProduct, buy, call, consoleView, ended, intentsOf, mailsTo, stockOf } from './shop.ts';

const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 60_000, interval: 100 });

describe('a guest who buys two products with a good card', () => {
  it('gets a confirmed order, pays once, gets one mail, and has an empty cart that can be used again', async () => {
    const [mug, book] = await Promise.all([aProduct({ price: 1450 }), aProduct({ price: 2999 })]);
    const guest = await aGuest([
      { sku: mug.sku, quantity: 2 },
      { sku: book.sku, quantity: 1 },
    ]);

    const { status, body: order, headers } = await buy(guest);

    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/orders/${order.id}`);
    expect(order).toMatchObject({
      status: 'confirmed',
      paymentStatus: 'captured',
      fulfilmentStatus: 'unfulfilled',
      email: guest.email,
      totals: { subtotal: { amount: 5899, currency: 'EUR' }, total: { amount: 5899, currency: 'EUR' } },
    });
    expect(order.number).not.toBe(order.id);
    expect(order.items).toHaveLength(2);
    expect(await stockOf(mug.sku)).toMatchObject({ available: 8, held: 0, allocated: 2 });
    expect(await stockOf(book.sku)).toMatchObject({ available: 9, held: 0, allocated: 1 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'succeeded', amount_received: 5899, currency: 'eur' }]);

    const cart = await call('GET', '/cart', { headers: guest.headers });
    expect(cart.body).toMatchObject({ id: guest.cartId, items: [], totals: { total: { amount: 0 } } });

    await eventually(async () => expect(await mailsTo(guest.email)).toHaveLength(1));
    const [mail] = await mailsTo(guest.email);
    expect(mail?.subject).toContain(order.number);
    expect(mail?.text).toContain('58.99 EUR');
    await eventually(async () => {
      const published = JSON.stringify(await consoleView('events'));
      expect(published).toContain('OrderConfirmed');
      expect(published).toContain(order.id);
      expect(published).not.toContain(guest.email);
    });

    const again = await call('POST', '/cart/items', { headers: guest.headers, body: { sku: mug.sku, quantity: 1 } });
    expect(again.body.items).toMatchObject([{ sku: mug.sku, quantity: 1 }]);
    const second = await buy(guest, { wait: 99 });
    expect(second.headers.get('preference-applied')).toBe('wait=15');
    expect(second.body).toMatchObject({ status: 'confirmed', totals: { total: { amount: 1450 } } });
    expect(second.body.id).not.toBe(order.id);
  });

  it('gets 202 at once without Prefer, and can follow the order by status, list and event log', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);

    const placed = await buy(guest, { wait: 0 });

    expect(placed.status).toBe(202);
    const order = await ended(guest, placed.body.id);
    expect(order.status).toBe('confirmed');
    const status = await call('GET', `/orders/${order.id}/status`, { headers: guest.headers });
    expect(status.body).toEqual({
      status: 'confirmed',
      paymentStatus: 'captured',
      fulfilmentStatus: 'unfulfilled',
      updatedAt: order.updatedAt,
    });
    const list = await call('GET', '/orders', { headers: guest.headers });
    expect(list.body.items).toEqual([order]);
    const events = await call('GET', `/orders/${order.id}/events`, { headers: guest.headers });
    expect(events.body.items.map(({ name }: { name: string }) => name)).toEqual(['OrderPlaced', 'OrderConfirmed']);
  });
});

describe('a declined card', () => {
  it('rejects the order and undoes everything; the same cart then buys with a good card', async () => {
    const { sku } = await aProduct({ onHand: 3 });
    const guest = await aGuest([{ sku, quantity: 3 }]);

    const { status, body: order } = await buy(guest, { paymentMethod: 'pm_card_chargeDeclined' });

    expect(status).toBe(201);
    expect(order).toMatchObject({ status: 'rejected', rejection: { code: 'payments.card_declined' } });
    expect(['failed', 'cancelled']).toContain(order.paymentStatus);
    expect(await stockOf(sku)).toMatchObject({ available: 3, held: 0, allocated: 0 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'canceled', amount_received: 0 }]);
    await eventually(async () => expect(await mailsTo(guest.email)).toHaveLength(1));
    const cart = await call('GET', '/cart', { headers: guest.headers });
    expect(cart.body.items).toMatchObject([{ sku, quantity: 3 }]);

    const second = await buy(guest);

    expect(second.body).toMatchObject({ status: 'confirmed' });
    expect(await stockOf(sku)).toMatchObject({ available: 0, held: 0, allocated: 3 });
    expect(await intentsOf(second.body.id)).toMatchObject([{ status: 'succeeded', amount_received: 5997 }]);
  });

  it('for insufficient funds has the same rejection code', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);

    const { body: order } = await buy(guest, { paymentMethod: 'pm_card_chargeDeclinedInsufficientFunds' });

    expect(order).toMatchObject({ status: 'rejected', rejection: { code: 'payments.card_declined' } });
    expect(await stockOf(sku)).toMatchObject({ available: 10, held: 0, allocated: 0 });
  });
});

describe('the last unit', () => {
  it('goes to one of two buyers; the other is rejected and charged nothing', async () => {
    const { sku } = await aProduct({ onHand: 1 });
    const buyers = await Promise.all([aGuest([{ sku, quantity: 1 }]), aGuest([{ sku, quantity: 1 }])]);

    const answers = await Promise.all(buyers.map((guest) => buy(guest, { wait: 15 })));

    const orders = answers.map(({ body }) => body);
    expect(orders.map(({ status }) => status).sort()).toEqual(['confirmed', 'rejected']);
    const loser = orders.find(({ status }) => status === 'rejected');
    expect(loser.rejection.code).toBe('inventory.insufficient_stock');
    const taken = await intentsOf(loser.id);
    expect(taken.every(({ status, amount_received }) => status === 'canceled' && amount_received === 0)).toBe(true);
    expect(await stockOf(sku)).toMatchObject({ available: 0, held: 0, allocated: 1 });
  });

  it('is refused to an order of several lines as a whole: no line is held', async () => {
    const [plenty, scarce] = await Promise.all([aProduct({ onHand: 5 }), aProduct({ onHand: 1 })]);
    const guest = await aGuest([
      { sku: plenty.sku, quantity: 2 },
      { sku: scarce.sku, quantity: 2 },
    ]);

    const { body: order } = await buy(guest);

    expect(order).toMatchObject({ status: 'rejected', rejection: { code: 'inventory.insufficient_stock' } });
    expect(order.rejection.detail).toContain(scarce.sku);
    expect(await stockOf(plenty.sku)).toMatchObject({ available: 5, held: 0, allocated: 0 });
  });
});

describe('an Idempotency-Key', () => {
  it('sent 20 times at once places one order, charges once and answers the same', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const key = randomUUID();

    const answers = await Promise.all(Array.from({ length: 20 }, () => buy(guest, { key, wait: 15 })));

    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    const bodies = new Set(answers.map(({ body }) => JSON.stringify(body)));
    expect(bodies.size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') !== 'true')).toHaveLength(1);
    expect(await intentsOf(answers[0]?.body.id)).toMatchObject([{ status: 'succeeded' }]);
    expect(await stockOf(sku)).toMatchObject({ available: 9, held: 0, allocated: 1 });
  });

  it('with another body is refused, and changes nothing', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const key = randomUUID();
    await buy(guest, { key });

    const { status, body } = await buy(guest, { key, body: { email: 'other@example.com' } });

    expect(status).toBe(422);
    expect(body.code).toBe('orders.idempotency_key_reused');
    expect(await stockOf(sku)).toMatchObject({ available: 9, allocated: 1 });
  });

  it('of another try is refused while an order of the cart is live', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const live = await buy(guest, { paymentMethod: 'pm_card_authenticationRequired' });
    expect(live).toMatchObject({ status: 202, body: { status: 'pending', paymentStatus: 'requires_action' } });
    expect(live.body.nextAction).toMatchObject({
      type: expect.any(String),
      redirectUrl: expect.stringMatching(/^http/),
    });

    const { status, body } = await buy(guest);

    expect(status).toBe(409);
    expect(body.code).toBe('orders.checkout_in_progress');
  });

  it('of another try is refused once the cart has been bought, however fast it comes', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);
    await buy(guest);

    const { status, body } = await buy(guest);

    expect(status).toBe(422);
    expect(body.code).toBe('orders.cart_empty');
    expect(await stockOf(sku)).toMatchObject({ available: 9, allocated: 1 });
  });
});

describe("another buyer's order", () => {
  it('is not found', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const { body: order } = await buy(guest);
    const stranger = await aGuest();

    for (const path of [`/orders/${order.id}`, `/orders/${order.id}/status`, `/orders/${order.id}/events`]) {
      expect((await call('GET', path, { headers: stranger.headers })).status).toBe(404);
    }
    expect((await call('GET', '/orders', { headers: stranger.headers })).body.items).toEqual([]);
  });
});
