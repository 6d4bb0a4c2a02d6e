import { expect, test, vi } from 'vitest';
import type { Charged, OrderStatus } from '../domain/divergence.ts';
import type { Payment } from '../domain/payment.ts';
import type { Intent } from '../domain/provider.ts';
import { type ReconcilePaymentsPorts, reconcilePayments } from './reconcile-payments.ts';

const NOW = new Date('2026-11-20T12:00:00.000Z');
const UNTIL = new Date('2026-11-20T12:05:00.000Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const euro = (amount: number) => ({ amount, currency: 'EUR' });
const DAY = 24 * 60;

type Created = Charged & { readonly at: Date };

const created = (minutesAgo: number, state: Intent['state'], orderId = 'ord_1'): Created => ({
  ...{ intent: { id: `pi_${minutesAgo}`, state, amount: euro(100) }, orderId, refunded: euro(0) },
  reversed: euro(0),
  at: ago(minutesAgo),
});

/** A shop at noon whose provider has these intents. */
function aShop(intents: readonly Created[], orders: Readonly<Record<string, OrderStatus>> = {}) {
  const checkpoints = new Map<string, Date>();
  const dropIntent = vi.fn(async () => ({}) as Intent);
  const readCharged = vi.fn(async (id: string) => intents.find(({ intent }) => intent.id === id) as Charged);
  const listed: [Date, Date][] = [];
  const ports = {
    clock: { now: () => NOW },
    provider: { readCharged, dropIntent },
    async *listCharged(from: Date, to: Date) {
      listed.push([from, to]);
      yield intents.filter(({ at }) => at > from && at <= to);
    },
    getPayment: async () => undefined as Payment | undefined,
    getPayments: async () => new Map<string, Payment>(),
    getOrderStatus: vi.fn(async (id: string) => orders[id]),
    getOrderStatuses: async () => new Map(Object.entries(orders)),
    getCheckpoint: async (station: string) => checkpoints.get(station),
    saveCheckpoint: vi.fn(async (station: string, at: Date) => void checkpoints.set(station, at)),
    announce: vi.fn(async () => undefined),
    report: vi.fn(),
  };
  const run = (options: { since?: Date; until?: Date } = {}) =>
    reconcilePayments(ports as unknown as ReconcilePaymentsPorts, { until: UNTIL, ...options });
  return { ports, checkpoints, listed, dropIntent, run };
}

test('An open intent of an order that does not exist is cancelled, and the rest of that order is announced.', async () => {
  const { ports, dropIntent, run } = aShop([created(40, 'unconfirmed')]);

  expect(await run()).toMatchObject([{ kind: 'intent_without_order', id: 'ord_1', outcome: 'repaired' }]);

  expect(dropIntent).toHaveBeenCalledExactlyOnceWith('pi_40');
  expect(
    ports.announce.mock.calls.map(([event]: unknown[]) => (event as { metadata: { name: string } }).metadata.name),
  ).toEqual(['OrderMissing']);
});

test('Money of an order that does not exist is reported, and not touched.', async () => {
  const { ports, dropIntent, run } = aShop([created(40, 'captured')]);

  expect(await run()).toMatchObject([{ kind: 'money_without_order', outcome: 'open' }]);

  expect(dropIntent).not.toHaveBeenCalled();
  expect(ports.announce).toHaveBeenCalledTimes(2);
  expect(ports.report).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ kind: 'money_without_order' })]);
});

test('A difference that is gone when all three are read again is none.', async () => {
  const { ports, dropIntent, run } = aShop([created(40, 'unconfirmed')]);
  ports.getOrderStatus.mockResolvedValue('pending');

  expect(await run()).toEqual([]);
  expect(dropIntent).not.toHaveBeenCalled();
});

test('Each intent is compared at half an hour, a day and a week, in slices, from where the last run ended.', async () => {
  const { checkpoints, listed, run } = aShop([]);

  await run();
  expect(Object.fromEntries(checkpoints)).toEqual({ soon: ago(30), day: ago(DAY), week: ago(7 * DAY) });
  expect(listed).toHaveLength(3 * 24);

  listed.length = 0;
  checkpoints.set('soon', ago(100));
  await run();
  expect(listed).toEqual([
    [ago(100), ago(40)],
    [ago(40), ago(30)],
  ]);
});

test('A run that is out of time stores how far it came.', async () => {
  const { listed, run, checkpoints } = aShop([]);

  await run({ until: NOW });

  expect(listed).toEqual([]);
  expect([...checkpoints]).toEqual([]);
});

test('A provider that is away fails the run after the report, and nothing counts as compared.', async () => {
  const { ports, checkpoints, run } = aShop([created(31, 'unconfirmed')]);
  ports.provider.readCharged.mockRejectedValue(new Error('Stripe is away.'));

  await expect(run()).rejects.toThrow('Stripe is away.');

  expect(ports.report).toHaveBeenCalledOnce();
  expect(checkpoints.get('soon')).toEqual(ago(90));
});

test('An operator has everything compared since a time, and the stations stay where they are.', async () => {
  const { ports, listed, run } = aShop([created(5, 'unconfirmed')]);

  expect(await run({ since: ago(90) })).toHaveLength(1);

  expect(listed).toEqual([
    [ago(90), ago(30)],
    [ago(30), NOW],
  ]);
  expect(ports.saveCheckpoint).not.toHaveBeenCalled();
});
