import { expect, test } from 'vitest';
import type { Order } from '../../orders/queries.ts';
import type { PaymentView } from '../../payments/queries.ts';
import { awaitEnd } from './await-end.ts';

const order = { id: 'ord_1', status: 'pending' } as Order;

/**
 * A clock that pauses without waiting, and an order that goes through these states, one per look.
 */
function world(statuses: readonly Order['status'][], payment?: Partial<PaymentView>) {
  const pauses: number[] = [];
  const left = [...statuses];
  let nowMs = 0;
  const clock = {
    now: () => new Date(nowMs),
    pause: async (milliseconds: number) => {
      pauses.push(milliseconds);
      nowMs += milliseconds;
    },
  };
  const ports = {
    getOrderState: async () => ({ ...order, status: left.shift() ?? 'pending' }),
    getPayment: async () => payment as PaymentView | undefined,
    hasEnded: (status: Order['status']) => status === 'confirmed' || status === 'rejected',
  };
  return { pauses, wait: (waitMs: number) => awaitEnd(ports, clock, order, waitMs) };
}

test('An order is looked at less and less often until it has ended.', async () => {
  const { wait, pauses } = world(['pending', 'pending', 'confirmed']);

  expect(await wait(10_000)).toMatchObject({ order: { status: 'confirmed' } });
  expect(pauses).toEqual([25, 50, 100]);
});

test('Waiting ends with the time that was asked for, and begins only when some was.', async () => {
  const { wait, pauses } = world([]);

  expect(await wait(0)).toMatchObject({ order: { status: 'pending' } });
  expect(pauses).toEqual([]);
  expect(await wait(2_000)).toMatchObject({ order: { status: 'pending' } });
  expect(pauses.reduce((sum, each) => sum + each, 0)).toBeCloseTo(2_000, 0);
});

test('A payment that needs the buyer, or an order that needs a person, is not waited for.', async () => {
  const atTheBank = world([], { status: 'requires_action' });
  const parked = world(['needs_attention']);

  expect(await atTheBank.wait(10_000)).toMatchObject({ payment: { status: 'requires_action' } });
  expect(atTheBank.pauses).toEqual([]);
  expect(await parked.wait(10_000)).toMatchObject({ order: { status: 'needs_attention' } });
  expect(parked.pauses).toHaveLength(1);
});
