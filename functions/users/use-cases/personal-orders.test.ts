import { expect, test, vi } from 'vitest';
import type { Page } from '../../../shared/kernel/page.ts';
import { listGuestOrders, listPersonalOrders, type PlacedOrder } from './personal-orders.ts';

const ann = { id: 'ann', email: 'ann@example.com', emailVerified: true };

const placed = (id: string, userId?: string): PlacedOrder => ({ order: { id, userId } });

/** Orders in pages; the cursor is the number of the next one. */
function inPages(...pages: PlacedOrder[][]) {
  const listOrdersOf = vi.fn(async (_: unknown, __: number, cursor = '0'): Promise<Page<PlacedOrder>> => {
    const next = Number(cursor) + 1;
    return { items: pages[next - 1] ?? [], ...(next < pages.length ? { nextCursor: String(next) } : {}) };
  });
  return { listOrdersOf, listMergedCarts: vi.fn(async () => ['crt_2', 'crt_1']) };
}

test('Guest orders are collected from every page, without orders of the signed-in user.', async () => {
  const ports = inPages([placed('ord_4', 'ann'), placed('ord_3')], [placed('ord_2', 'ann')], [placed('ord_1')]);

  expect(await listGuestOrders(ports, ann)).toEqual(['ord_3', 'ord_1']);

  expect(ports.listMergedCarts).toHaveBeenCalledOnce();
});

test('Orders are found by user, merged carts and verified email.', async () => {
  const ports = inPages([placed('ord_1', 'ann')], []);

  expect(await listPersonalOrders(ports, ann, undefined)).toEqual({ items: [placed('ord_1', 'ann')], nextCursor: '1' });

  const buyer = { userId: 'ann', mergedCarts: ['crt_2', 'crt_1'], verifiedEmail: 'ann@example.com' };
  expect(ports.listOrdersOf).toHaveBeenCalledExactlyOnceWith(buyer, 100, undefined);
});

test('An email that is not verified finds no orders, since any user can claim it.', async () => {
  const ports = inPages([]);

  await listPersonalOrders(ports, { ...ann, emailVerified: false }, '0');

  expect(ports.listOrdersOf.mock.calls[0]?.[0]).toMatchObject({ verifiedEmail: undefined });
});
