import { expect, test, vi } from 'vitest';
import type { Page } from '../../../shared/kernel/page.ts';
import { isPartOfErasure, needsUndo, type Order, type OrderOfBuyer, retentionOf } from '../../orders/queries.ts';
import type { UndoState } from '../../payments/queries.ts';
import { guestTracesOf, listPersonalOrders, surveyOrders } from './personal-orders.ts';

const ann = { id: 'ann', email: 'ann@example.com', emailVerified: true };
const person = { userId: 'ann', mergedCarts: ['crt_2', 'crt_1'], hashedEmail: 'hash of ann@example.com' };
const erasure = { ...person, erasedAt: '2026-11-20T12:00:00.000Z' };
const now = new Date('2026-11-20T12:00:00.000Z');

const placed = (id: string, order: Partial<Order> = {}): OrderOfBuyer => ({
  order: {
    id,
    number: `n${id}`,
    status: 'rejected',
    createdAt: '2026-11-20T11:00:00.000Z',
    updatedAt: '2026-11-20T11:00:00.000Z',
    ...order,
  } as Order,
  contact: { orderId: id, email: ann.email },
});

/** Orders in pages; the cursor is the number of the next one. */
function inPages(...pages: OrderOfBuyer[][]) {
  const listOrdersOf = vi.fn(async (_: unknown, __: number, cursor = '0'): Promise<Page<OrderOfBuyer>> => {
    const next = Number(cursor) + 1;
    return { items: pages[next - 1] ?? [], ...(next < pages.length ? { nextCursor: String(next) } : {}) };
  });
  const undo: Readonly<Record<string, UndoState>> = { ord_owed: 'refund_pending' };
  return {
    ...{ listOrdersOf, isPartOfErasure, needsUndo, retentionOf },
    listMergedCarts: vi.fn(async () => ['crt_2', 'crt_1']),
    hashEmail: (email: string) => `hash of ${email}`,
    getUndoStates: async (ids: readonly string[]) => new Map(ids.map((id) => [id, undo[id] ?? ('done' as const)])),
  };
}

test('Guest orders are collected from every page, without orders of the signed-in user.', async () => {
  const mine = { userId: 'ann' };
  const ports = inPages([placed('ord_4', mine), placed('ord_3')], [placed('ord_2', mine)], [placed('ord_1')]);

  expect((await surveyOrders(ports, erasure, now)).guestOrderIds).toEqual(['ord_3', 'ord_1']);
});

test('A guest order that was placed after the erasure is no part of it, an order of the user is.', async () => {
  const late = { createdAt: '2026-11-20T12:00:00.001Z', status: 'confirmed' } as const;
  const ports = inPages([placed('ord_2', late), placed('ord_3', { ...late, userId: 'ann' }), placed('ord_1')]);

  const { guestOrderIds, keptOrders } = await surveyOrders(ports, erasure, now);

  expect(guestOrderIds).toEqual(['ord_1']);
  expect(keptOrders.map(({ id }) => id)).toEqual(['ord_3']);
});

test('An order is kept while it is being paid, is to be sent, or its refund is owed; with the reason and the end.', async () => {
  const ports = inPages(
    [placed('ord_paying', { status: 'pending' }), placed('ord_paid', { status: 'confirmed', userId: 'ann' })],
    [placed('ord_owed', { status: 'cancelled' }), placed('ord_done', { status: 'cancelled' }), placed('ord_rejected')],
    [placed('ord_old', { status: 'confirmed', updatedAt: '2026-09-01T12:00:00.000Z' })],
    [{ ...placed('ord_erased', { status: 'confirmed' }), contact: undefined }],
  );

  expect((await surveyOrders(ports, erasure, now)).keptOrders).toEqual([
    { id: 'ord_paying', number: 'nord_paying', reason: 'being_paid', until: new Date('2026-12-20T11:00:00.000Z') },
    { id: 'ord_paid', number: 'nord_paid', reason: 'to_be_sent', until: new Date('2027-01-19T11:00:00.000Z') },
    { id: 'ord_owed', number: 'nord_owed', reason: 'refund_pending', until: new Date('2027-02-18T11:00:00.000Z') },
  ]);
});

test('Orders are found by user, merged carts and verified email.', async () => {
  const ports = inPages([placed('ord_1')], []);

  expect(await listPersonalOrders(ports, ann, undefined)).toEqual({ items: [placed('ord_1')], nextCursor: '1' });

  expect(ports.listOrdersOf).toHaveBeenCalledExactlyOnceWith(person, 100, undefined);
});

test('An email that is not verified finds no orders, since any user can claim it.', async () => {
  expect(await guestTracesOf(inPages([]), { ...ann, emailVerified: false })).toMatchObject({ hashedEmail: undefined });
});
