import { describe, expect, it, vi } from 'vitest';
import type { Order } from '../../orders/queries.ts';
import type { UndoState } from '../../payments/queries.ts';
import { type ReconcilePorts, reconcileOrders } from './reconcile-orders.ts';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const UNTIL = new Date('2026-11-20T12:04:00.000Z');
const clock = { now: () => NOW };

const anOrder = (status: Order['status'], id = 'ord_1', updatedAt = '2026-11-20T11:30:00.000Z') =>
  ({ id, status, version: 2, createdAt: updatedAt, updatedAt }) as Order;

interface Damage {
  readonly orders: readonly Order[];
  readonly undo?: UndoState;
  readonly hasPieces?: boolean;
  /** Executions by name. */
  readonly executions?: Readonly<Record<string, 'running' | 'ended'>>;
}

/** A shop in which these orders are due, with its clock at noon. */
function aShop({ orders, undo = 'done', hasPieces = false, executions = { ord_1: 'ended' } }: Damage) {
  const attempts = new Map<string, number>();
  const due = new Map(orders.map((order) => [order.id, order]));
  const ports = {
    listDue: vi.fn(async () => [...due.values()]),
    getUndoState: async () => undo,
    hasPieces: async () => hasPieces,
    getAttempt: async (orderId: string) => attempts.get(orderId) ?? 1,
    saveAttempt: vi.fn(async (orderId: string, attempt: number) => void attempts.set(orderId, attempt)),
    executionState: async (name: string) => executions[name],
    startSaga: vi.fn(async (_orderId: string, _name: string) => undefined),
    checkAgain: vi.fn(async ({ id }: Order, _at: Date | undefined) => void due.delete(id)),
    report: vi.fn(),
  } satisfies ReconcilePorts;
  return { ports, attempts, run: () => reconcileOrders(ports, clock, UNTIL) };
}

const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe('an order that is due for a look', () => {
  it.each<[string, Damage, string]>([
    ['pending, with its execution ended', { orders: [anOrder('pending')] }, 'order_not_ended'],
    ['parked', { orders: [anOrder('needs_attention')] }, 'order_parked'],
    ['cancelled, with its payment open', { orders: [anOrder('cancelled')], undo: 'open' }, 'payment_not_undone'],
    ['rejected, with its payment open', { orders: [anOrder('rejected')], undo: 'open' }, 'payment_not_undone'],
    ['cancelled, with its pieces kept', { orders: [anOrder('cancelled')], hasPieces: true }, 'stock_not_released'],
  ])('has its saga run again when it is %s', async (_, damage, kind) => {
    const { ports, run } = aShop(damage);

    expect(await run()).toMatchObject([{ kind, id: 'ord_1', outcome: 'repaired' }]);

    expect(ports.saveAttempt).toHaveBeenCalledExactlyOnceWith('ord_1', 2, NOW);
    expect(ports.startSaga).toHaveBeenCalledExactlyOnceWith('ord_1', 'ord_1-2');
    expect(ports.checkAgain).toHaveBeenCalledExactlyOnceWith(expect.anything(), minutesLater(5));
    expect(ports.report).toHaveBeenCalledOnce();
  });

  it.each<[string, Damage, Date | undefined]>([
    [
      'pending while its execution runs',
      { orders: [anOrder('pending')], executions: { ord_1: 'running' } },
      minutesLater(5),
    ],
    [
      'parked while a new execution runs',
      { orders: [anOrder('needs_attention')], executions: { ord_1: 'running' } },
      minutesLater(5),
    ],
    ['confirmed by now', { orders: [anOrder('confirmed')] }, undefined],
    ['rejected and undone', { orders: [anOrder('rejected')] }, undefined],
    ['cancelled and undone', { orders: [anOrder('cancelled')] }, undefined],
    [
      'cancelled, its refund accepted today',
      { orders: [anOrder('cancelled')], undo: 'refund_pending' },
      minutesLater(24 * 60),
    ],
  ])('is left alone when it is %s', async (_, damage, again) => {
    const { ports, run } = aShop(damage);

    expect(await run()).toEqual([]);

    expect(ports.startSaga).not.toHaveBeenCalled();
    expect(ports.checkAgain).toHaveBeenCalledExactlyOnceWith(expect.anything(), again);
  });

  it('whose execution never began is started under its first name', async () => {
    const { ports, run } = aShop({ orders: [anOrder('pending')], executions: {} });

    expect(await run()).toMatchObject([{ kind: 'order_not_ended', outcome: 'repaired' }]);

    expect(ports.saveAttempt).not.toHaveBeenCalled();
    expect(ports.startSaga).toHaveBeenCalledExactlyOnceWith('ord_1', 'ord_1');
  });

  it('needs a person once several executions have not ended it, and still gets the next one', async () => {
    const { ports, attempts, run } = aShop({
      orders: [anOrder('needs_attention')],
      executions: { 'ord_1-3': 'ended' },
    });
    attempts.set('ord_1', 3);

    expect(await run()).toMatchObject([{ kind: 'order_parked', outcome: 'open' }]);

    expect(ports.startSaga).toHaveBeenCalledExactlyOnceWith('ord_1', 'ord_1-4');
  });

  it('is reported, and not refunded a fourth time, when every refund has failed', async () => {
    const { ports, run } = aShop({ orders: [anOrder('cancelled')], undo: 'refund_failed' });

    expect(await run()).toMatchObject([{ kind: 'refund_failed', id: 'ord_1', outcome: 'open' }]);

    expect(ports.startSaga).not.toHaveBeenCalled();
    expect(ports.checkAgain).toHaveBeenCalledExactlyOnceWith(expect.anything(), minutesLater(24 * 60));
  });

  it('has a refund that is pending since yesterday read by its saga, silently', async () => {
    const { ports, run } = aShop({
      orders: [anOrder('cancelled', 'ord_1', '2026-11-19T11:00:00.000Z')],
      undo: 'refund_pending',
    });

    expect(await run()).toEqual([]);

    expect(ports.startSaga).toHaveBeenCalledExactlyOnceWith('ord_1', 'ord_1-2');
  });
});

it('One order that cannot be looked at stops no other, and fails the run after the report.', async () => {
  const orders = [anOrder('pending', 'ord_1'), anOrder('pending', 'ord_2')];
  const { ports, run } = aShop({ orders, executions: { ord_1: 'ended', ord_2: 'ended' } });
  ports.startSaga.mockRejectedValueOnce(new Error('Step Functions is away.'));

  await expect(run()).rejects.toThrow('1 orders could not be looked at.');

  expect(ports.report).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ id: 'ord_2' })]);
  expect(ports.checkAgain.mock.calls.map(([order, at]) => [order.id, at])).toEqual([
    ['ord_1', minutesLater(5)],
    ['ord_2', minutesLater(5)],
  ]);
});

it('Orders that the index lists again are not looked at twice in a run.', async () => {
  const { ports, run } = aShop({ orders: [anOrder('pending')] });
  ports.checkAgain.mockImplementation(async () => undefined);

  expect(await run()).toHaveLength(1);

  expect(ports.startSaga).toHaveBeenCalledOnce();
});
