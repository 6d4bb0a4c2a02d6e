import type { Clock } from '../../../shared/kernel/clock.ts';
import { type Hold, isOverdue, isOverdueAtBank } from '../domain/hold.ts';
import type { ChangeHoldPorts } from './ports.ts';
import { giveBack } from './reserve-stock.ts';

export interface SweepHoldsPorts extends ChangeHoldPorts {
  /**
   * The holds that lapse first, at most `limit` of each part of the index, which may lag behind.
   */
  listOpenHolds(limit: number): Promise<readonly Hold[]>;
  /** Whether an order's money is authorized or taken. */
  isPaid(orderId: string): Promise<boolean>;
  /** Lets a hold lapse at `heldUntil` again. */
  unlimitHold(orderId: string): Promise<void>;
}

/** `kept`: paid at the bank, or committed or released by another process meanwhile. */
export type Sweep = { readonly released: number; readonly kept: number; readonly failed: readonly unknown[] };

const MOST_PER_PARTITION = 25;
const AT_ONCE = 10;

/**
 * Releases lapsed holds that no saga has released, because it is stuck or lost. It never touches an
 * allocation, and a commit that comes afterwards finds no hold and is refused. A hold whose time
 * for the bank is over is released too, unless its order was paid meanwhile. Bounded: the next run
 * takes what one run leaves.
 */
export async function sweepHolds(ports: SweepHoldsPorts, clock: Clock): Promise<Sweep> {
  const now = clock.now();
  const listed = await ports.listOpenHolds(MOST_PER_PARTITION);
  const overdue = listed.filter((hold) => isOverdue(hold, now) || isOverdueAtBank(hold, now));
  const outcomes: PromiseSettledResult<boolean>[] = [];
  for (let start = 0; start < overdue.length; start += AT_ONCE) {
    const group = overdue.slice(start, start + AT_ONCE);
    outcomes.push(...(await Promise.allSettled(group.map(({ orderId }) => releaseOverdue(ports, orderId, now)))));
  }
  const released = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value).length;
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  return { released, kept: overdue.length - released - failed.length, failed };
}

/**
 * Reads the hold itself, since the index may lag behind, and saves only if it is still held. A
 * commit in between wins.
 */
async function releaseOverdue(ports: SweepHoldsPorts, orderId: string, now: Date): Promise<boolean> {
  const hold = await ports.getHold(orderId);
  if (!hold || !(isOverdue(hold, now) || (await isUnpaidAtBank(ports, hold, now)))) return false;
  return giveBack(ports, hold, 'SweepHolds', now);
}

async function isUnpaidAtBank(ports: SweepHoldsPorts, hold: Hold, now: Date): Promise<boolean> {
  if (!isOverdueAtBank(hold, now)) return false;
  if (!(await ports.isPaid(hold.orderId))) return true;
  // The order waits for the shop now. Its place among the holds that lapse first goes to others.
  await ports.unlimitHold(hold.orderId);
  return false;
}
