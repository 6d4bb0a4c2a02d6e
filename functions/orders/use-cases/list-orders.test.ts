import { expect, test, vi } from 'vitest';
import type { Order } from '../domain/order.ts';
import { type ListOrdersPorts, listOrders } from './list-orders.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00Z') };
const order = { id: 'ord_1', status: 'confirmed' } as Order;

function world() {
  const listOf = vi.fn(async () => ({ items: [order] }));
  const listByDay = vi.fn(async () => ({ items: [] }));
  const ports: ListOrdersPorts = {
    listOf,
    listByDay,
    listMergedCarts: async () => ['crt_merged'],
    getVerifiedEmail: async () => 'ada@example.com',
  };
  return { ports, listOf, listByDay };
}

test('A user finds the orders of their id, of merged carts, and of the email that they have verified.', async () => {
  const { ports, listOf } = world();
  const viewer = { kind: 'user', userId: 'usr_1', cartId: 'crt_usr_1' } as const;

  expect(await listOrders(ports, clock, viewer, { limit: 5, cursor: 'c' })).toEqual({
    ok: true,
    value: { items: [order] },
  });

  const history = { buyer: 'usr_1', alsoBuyers: ['crt_merged'], verifiedEmail: 'ada@example.com' };
  expect(listOf).toHaveBeenCalledExactlyOnceWith(history, 5, 'c');
});

test('A guest finds the orders of their cart only.', async () => {
  const { ports, listOf } = world();

  await listOrders(ports, clock, { kind: 'guest', cartId: 'crt_1' }, { limit: 5 });

  const history = { buyer: 'crt_1', alsoBuyers: [], verifiedEmail: undefined };
  expect(listOf).toHaveBeenCalledExactlyOnceWith(history, 5, undefined);
});

test('A buyer may not filter, an admin may.', async () => {
  const { ports, listOf, listByDay } = world();
  const query = { limit: 5, status: 'confirmed', from: '2026-11-20' } as const;

  expect(await listOrders(ports, clock, { kind: 'guest', cartId: 'crt_1' }, query)).toMatchObject({
    refusal: { code: 'request.invalid', extensions: { errors: [{ pointer: '#/query/status', code: 'not_allowed' }] } },
  });
  expect(await listOrders(ports, clock, { kind: 'admin' }, query)).toMatchObject({ ok: true });

  expect(listOf).not.toHaveBeenCalled();
  expect(listByDay).toHaveBeenCalled();
});
