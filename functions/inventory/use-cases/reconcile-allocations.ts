import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import type { Hold } from '../domain/hold.ts';
import type { ChangeHoldPorts } from './ports.ts';
import { giveBack } from './reserve-stock.ts';

export interface ReconcileAllocationsPorts extends ChangeHoldPorts {
  /** The allocations that were made in a time, in pages. */
  listAllocations(from: Date, to: Date): AsyncIterable<readonly Hold[]>;
  /** The statuses of orders by id, without orders that do not exist. */
  getOrderStatuses(orderIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The time up to which all allocations have been compared. */
  getCheckpoint(): Promise<Date | undefined>;
  saveCheckpoint(at: Date): Promise<void>;
  report(findings: readonly Finding[]): void;
}

const MINUTE = 60_000;
/** By then the index shows an allocation. */
const AGE = 30 * MINUTE;
/** The allocations of so much time are compared before the progress is stored. */
const SLICE = 60 * MINUTE;
/** How far the first run looks back. */
const DAY = 24 * 60 * MINUTE;

/**
 * Gives back the pieces of allocations whose order is lost. The order's saga cannot run again, and
 * the provider may have no intent that would tell of it. Each allocation is compared once, at the
 * age of half an hour: 1 read unit, and its share of a page of the index.
 *
 * @param until nothing further is taken up after this time; the next run goes on there.
 * @param since compares all allocations since then instead, as after a table was restored.
 */
export async function reconcileAllocations(
  ports: ReconcileAllocationsPorts,
  clock: Clock,
  { until, since }: { readonly until: Date; readonly since?: Date | undefined },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const end = clock.now().getTime() - (since ? 0 : AGE);
  let from = since ?? (await ports.getCheckpoint()) ?? new Date(end - DAY);
  try {
    while (from.getTime() < end && clock.now() < until) {
      const to = new Date(Math.min(from.getTime() + SLICE, end));
      for await (const page of ports.listAllocations(from, to)) findings.push(...(await compare(ports, clock, page)));
      if (!since) await ports.saveCheckpoint(to);
      from = to;
    }
  } finally {
    // Findings from before a failure are reported too.
    ports.report(findings);
  }
  return findings;
}

async function compare(
  ports: ReconcileAllocationsPorts,
  clock: Clock,
  allocations: readonly Hold[],
): Promise<readonly Finding[]> {
  const statuses = await ports.getOrderStatuses(allocations.map(({ orderId }) => orderId));
  const lost = allocations.filter(({ orderId }) => !statuses.has(orderId));
  const findings: Finding[] = [];
  for (const { orderId, lines, allocatedAt } of lost) {
    const hold = await ports.getHold(orderId);
    // Another run, or news of the lost order, may have given them back meanwhile.
    if (hold?.state !== 'allocated' || !(await giveBack(ports, hold, 'ReconcileAllocations', clock.now()))) continue;
    const pieces = lines.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(', ');
    const detail = `Allocated since ${allocatedAt} without an order: ${pieces} went back.`;
    findings.push({ kind: 'allocation_without_order', id: orderId, detail, outcome: 'repaired' });
  }
  return findings;
}
