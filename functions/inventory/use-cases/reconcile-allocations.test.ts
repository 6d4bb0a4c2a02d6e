import { expect, test, vi } from 'vitest';
import { allocationsStore } from '../store/allocations-store.ts';
import { stockUnderTest } from '../testing/stock-under-test.ts';
import { type ReconcileAllocationsPorts, reconcileAllocations } from './reconcile-allocations.ts';

const { engine, store, clock, passMinutes, orderId, reserve, commit, release, stocked, levels, sumOfMovements } =
  stockUnderTest();

const known = new Map<string, string>();

const portsOf = (changes: Partial<ReconcileAllocationsPorts> = {}) => ({
  ...store(),
  ...allocationsStore(engine().table),
  getOrderStatuses: async (ids: readonly string[]) => new Map([...known].filter(([id]) => ids.includes(id))),
  report: vi.fn(),
  ...changes,
});

const reconcile = (ports = portsOf(), since?: Date) =>
  reconcileAllocations(ports, clock, { until: new Date(clock.now().getTime() + 60_000), since });

/** Pieces of an order that were allocated, of ten. */
async function allocated(status?: string) {
  const sku = await stocked(10);
  const id = orderId();
  if (status) known.set(id, status);
  await reserve(id, [{ sku, quantity: 2 }]);
  await commit(id);
  return { sku, id };
}

test('An allocation whose order is lost gives its pieces back, and is reported once.', async () => {
  const lost = await allocated();
  const kept = await allocated('confirmed');
  const pending = await allocated('pending');
  passMinutes(29);
  expect(await reconcile()).toEqual([]);
  passMinutes(2);

  const found = await reconcile();

  expect(found).toMatchObject([{ kind: 'allocation_without_order', id: lost.id, outcome: 'repaired' }]);
  expect(await levels(lost.sku)).toEqual([10, 0, 0]);
  expect(await sumOfMovements(lost.sku)).toEqual([10, 0, 0]);
  for (const { sku } of [kept, pending]) expect(await levels(sku)).toEqual([8, 0, 2]);
  expect(await reconcile()).toEqual([]);
});

test('An allocation that was compared and whose order is lost later is found from a time on.', async () => {
  const before = clock.now();
  const { sku, id } = await allocated('confirmed');
  passMinutes(60);
  expect(await reconcile()).toEqual([]);
  known.delete(id);
  expect(await reconcile()).toEqual([]);

  expect(await reconcile(portsOf(), before)).toMatchObject([{ id }]);

  expect(await levels(sku)).toEqual([10, 0, 0]);
});

test('A released allocation is no longer listed.', async () => {
  const { id, sku } = await allocated();
  await release(id);
  passMinutes(60);

  expect(await reconcile()).toEqual([]);

  expect(await levels(sku)).toEqual([10, 0, 0]);
});

test('A run that fails reports what it repaired, and the next run goes on where it stopped.', async () => {
  const first = await allocated();
  passMinutes(70);
  const second = await allocated();
  passMinutes(31);
  const getOrderStatuses = vi.fn(async () => new Map<string, string>());
  getOrderStatuses.mockResolvedValueOnce(new Map()).mockRejectedValueOnce(new Error('The table is away.'));
  const ports = portsOf({ getOrderStatuses });

  await expect(reconcile(ports)).rejects.toThrow('The table is away.');

  expect(ports.report).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ id: first.id })]);
  expect(await reconcile()).toMatchObject([{ id: second.id }]);
});
