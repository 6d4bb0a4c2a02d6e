import { expect, test, vi } from 'vitest';
import type { Hold } from '../domain/hold.ts';
import { type RunSweepPorts, runSweep } from './run-sweep.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00Z') };
const lapsed = (orderId: string): Hold => ({
  ...{ orderId, state: 'held', lines: [], heldUntil: '2026-11-20T11:00:00.000Z' },
});

function aSweep(holds: readonly Hold[], changeHold: RunSweepPorts['changeHold'] = async () => true) {
  const report = vi.fn();
  const getHold = async (orderId: string) => holds.find((hold) => hold.orderId === orderId);
  const bank = { isPaid: async () => false, unlimitHold: async () => undefined };
  const ports = { listOpenHolds: async () => holds, getHold, changeHold, report, ...bank };
  return { report, run: () => runSweep(ports, clock) };
}

test('A run that released something reports how many.', async () => {
  const { report, run } = aSweep([lapsed('ord_1'), lapsed('ord_2')]);

  await run();

  expect(report).toHaveBeenCalledExactlyOnceWith({ released: 2, kept: 0 });
});

test('A run with nothing to do reports nothing.', async () => {
  const { report, run } = aSweep([]);

  await run();

  expect(report).not.toHaveBeenCalled();
});

test('A run that could not release a hold reports the others, and fails with the cause.', async () => {
  const cause = new Error('The table is away.');
  const { report, run } = aSweep([lapsed('ord_1'), lapsed('ord_2')], async ({ orderId }) => {
    if (orderId === 'ord_1') throw cause;
    return true;
  });

  await expect(run()).rejects.toMatchObject({ message: '1 lapsed holds could not be released.', cause });

  expect(report).toHaveBeenCalledExactlyOnceWith({ released: 1, kept: 0 });
});
