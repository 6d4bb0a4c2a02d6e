import { expect, test, vi } from 'vitest';
import type { OrderContact } from '../domain/contact.ts';
import type { Order } from '../domain/order.ts';
import { type ConfirmPorts, confirmAndSettle } from './confirm-and-settle.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00.000Z'), pause: async () => undefined };
const counters = [{ pk: 'throttle#checkout-unpaid#hash', sk: '1795694400' }];

function anOrder(status: Order['status'], contact: Partial<OrderContact>) {
  const order = { id: 'ord_1', cartId: 'crt_1', cartVersion: 1, status, version: 1, updatedAt: '2026-11-20T11:59:00Z' };
  const giveBack = vi.fn(async () => undefined);
  const ports: ConfirmPorts = {
    getOrder: async () => order as Order,
    save: async () => true,
    getContact: async () => ({ orderId: 'ord_1', email: 'ada@example.com', ...contact }),
    getUndoStates: async () => new Map(),
    keepContact: async () => true,
    eraseContact: async () => undefined,
    giveBack,
  };
  return { ports, giveBack };
}

test('A confirmed order no longer counts as unpaid.', async () => {
  const { ports, giveBack } = anOrder('pending', { counters });

  expect(await confirmAndSettle(ports, clock, 'ord_1')).toMatchObject({ ok: true });

  expect(giveBack.mock.calls).toEqual([[counters[0]]]);
});

test('An order that was cancelled before goes on counting.', async () => {
  const { ports, giveBack } = anOrder('cancelled', { counters });

  expect(await confirmAndSettle(ports, clock, 'ord_1')).toMatchObject({ ok: false });

  expect(giveBack).not.toHaveBeenCalled();
});
