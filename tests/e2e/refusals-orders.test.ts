import { describe, expect, it } from 'vitest';
import { admin, aGuest, aProduct, buy, call, expectProblem } from './shop.ts';

describe('orders', () => {
  it('answers 404 to unknown ids, and refuses unknown filters and cursors', async () => {
    const { headers } = await aGuest();
    expectProblem(await call('GET', '/orders/ord_unknown', { headers }), 404, 'request.not_found');
    expectProblem(await call('GET', '/orders/ord_unknown/status', { headers }), 404, 'request.not_found');
    expectProblem(await call('GET', '/orders/ord_unknown/events', { headers }), 404, 'request.not_found');
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=x',
      'cursor=nonsense',
      'colour=red',
      'status=pending',
      'status=odd',
    ]) {
      expectProblem(await call('GET', `/orders?${query}`, { headers }), 400, 'request.invalid');
    }
  });

  it('lets an admin see them all, filtered by status and day', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const { body: order } = await buy(guest);
    const today = order.createdAt.slice(0, 10);

    const own = await call('GET', `/orders/${order.id}`, { headers: await admin() });
    const list = await call('GET', `/orders?status=confirmed&from=${today}&to=${today}&limit=100`, {
      headers: await admin(),
    });

    expect(own.body).toEqual(order);
    expect(list.status).toBe(200);
    expect(list.body.items.every(({ status }: { status: string }) => status === 'confirmed')).toBe(true);
    expectProblem(
      await call('GET', '/orders?from=2026-02-02&to=2026-02-01', { headers: await admin() }),
      400,
      'request.invalid',
    );
    expectProblem(await call('GET', '/orders?from=yesterday', { headers: await admin() }), 400, 'request.invalid');
  });
});
