import { expect, test, vi } from 'vitest';
import type { Trial, TrialOutcome } from '../../../shared/kernel/trials.ts';
import type { OrderContact } from '../domain/contact.ts';
import type { Order } from '../domain/order.ts';
import { type ConfirmPorts, cancelAndSettle, confirmAndSettle, rejectAndSettle } from './end-and-settle.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00.000Z'), pause: async () => undefined };
const NOW = 1_795_176_000;
const trial: Trial = {
  pk: 'throttle#checkout-unpaid-buyer#hash',
  id: 'one',
  windowSeconds: 900,
  keepSeconds: 2700,
  clears: true,
};

function anOrder(status: Order['status'], contact: Partial<OrderContact> = { trials: [trial] }) {
  const order = { id: 'ord_1', cartId: 'crt_1', cartVersion: 1, status, version: 1, updatedAt: '2026-11-20T11:59:00Z' };
  const endTrial = vi.fn(async (_trial: Trial, _outcome: TrialOutcome, _now: number) => undefined);
  const ports: ConfirmPorts = {
    getOrder: async () => order as Order,
    save: async () => true,
    getContact: async () => ({ orderId: 'ord_1', email: 'ada@example.com', ...contact }),
    getUndoStates: async () => new Map(),
    keepContact: async () => true,
    eraseContact: async () => undefined,
    endTrial,
  };
  return { ports, endTrial };
}

test('A confirmed order has succeeded.', async () => {
  const { ports, endTrial } = anOrder('pending');

  expect(await confirmAndSettle(ports, clock, 'ord_1')).toMatchObject({ ok: true });

  expect(endTrial.mock.calls).toEqual([[trial, 'succeeded', NOW]]);
});

test('An order that was cancelled before it was confirmed has not succeeded.', async () => {
  const { ports, endTrial } = anOrder('cancelled');

  expect(await confirmAndSettle(ports, clock, 'ord_1')).toMatchObject({ ok: false });

  expect(endTrial).not.toHaveBeenCalled();
});

test.each<[string, TrialOutcome]>([
  ['payments.card_declined', 'failed'],
  ['payments.timed_out', 'failed'],
  ['inventory.insufficient_stock', 'undone'],
])('An order that is rejected by %s counts as %s.', async (code, outcome) => {
  const { ports, endTrial } = anOrder('pending');

  await rejectAndSettle(ports, clock, 'ord_1', { code, detail: 'Why.' });

  expect(endTrial.mock.calls).toEqual([[trial, outcome, NOW]]);
});

test('An order that its buyer cancels counts as failed, and an erased contact is no obstacle.', async () => {
  const { ports, endTrial } = anOrder('cancelled');

  await cancelAndSettle(ports, clock, 'ord_1');
  await cancelAndSettle({ ...ports, getContact: async () => undefined }, clock, 'ord_1');

  expect(endTrial.mock.calls).toEqual([[trial, 'failed', NOW]]);
});
