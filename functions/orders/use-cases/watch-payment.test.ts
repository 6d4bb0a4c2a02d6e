import { expect, test, vi } from 'vitest';
import type { Order } from '../domain/order.ts';
import type { Payment } from '../domain/view.ts';
import { watchPayment } from './watch-payment.ts';

const now = new Date('2026-11-20T12:00:10.000Z');

async function looksAt(order: Pick<Order, 'id' | 'status'>, payment: Payment | undefined) {
  const requestLook = vi.fn(async () => undefined);
  const ports = { getPayment: async () => payment, requestLook };
  expect(await watchPayment(ports, { now: () => now }, order)).toBe(payment);
  return requestLook.mock.calls;
}

const pending = { id: 'ord_1', status: 'pending' } as const;
const waiting = { status: 'requires_action', updatedAt: '2026-11-20T12:00:05.000Z' } as const;

test('Who asks about an order that has waited for the bank for five seconds has the provider looked at.', async () => {
  expect(await looksAt(pending, waiting)).toEqual([['ord_1', now]]);
});

test.each([
  ['has just begun to wait', pending, { ...waiting, updatedAt: '2026-11-20T12:00:05.001Z' }],
  ['has ended', { ...pending, status: 'cancelled' } as const, waiting],
  ['has no payment yet', pending, undefined],
  ['is paid', pending, { ...waiting, status: 'authorized' } as const],
])('The provider is not looked at for an order that %s.', async (_, order, payment) => {
  expect(await looksAt(order, payment)).toEqual([]);
});
