import { type Checkpoints, catchUp, type Span } from '../../../shared/kernel/catch-up.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import type { Hold } from '../domain/hold.ts';
import type { ChangeHoldPorts } from './ports.ts';
import { giveBack } from './reserve-stock.ts';

export interface ReconcileAllocationsPorts extends ChangeHoldPorts, Checkpoints {
  /** The allocations that were made in a time, in pages. */
  listAllocations(from: Date, to: Date): AsyncIterable<readonly Hold[]>;
  /** The statuses of orders by id, without orders that do not exist. */
  getOrderStatuses(orderIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  report(findings: readonly Finding[]): void;
}

/** By then the index shows an allocation. */
const AGE = 30 * 60_000;

/**
 * Gives back the pieces of allocations whose order is lost. The order's saga cannot run again, and
 * the provider may have no intent that would tell of it. Each allocation is compared once, at the
 * age of half an hour: 1 read unit, and its share of a page of the index.
 */
export async function reconcileAllocations(
  ports: ReconcileAllocationsPorts,
  clock: Clock,
  span: Span,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    await catchUp(ports, clock, { name: 'allocations', age: AGE, ...span }, async (from, to) => {
      for await (const page of ports.listAllocations(from, to)) findings.push(...(await compare(ports, clock, page)));
    });
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
