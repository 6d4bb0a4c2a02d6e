import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { type Hold, tombstone } from '../domain/hold.ts';
import { DELTAS } from '../domain/stock.ts';
import { orderMovements } from './movements.ts';
import type { ChangeHoldPorts } from './ports.ts';

export interface ReleaseStockPorts extends ChangeHoldPorts {
  /** @returns false when the order has a hold or a tombstone already. */
  addTombstone(tombstone: Hold): Promise<boolean>;
}

/**
 * Undoes an order's hold or allocation: its pieces are available again. When there is nothing to undo it leaves a tombstone, so that a
 * reservation that comes late takes nothing. Idempotent.
 *
 * @throws TransientFault when something else changed the hold at the same time.
 */
export async function releaseStock(
  ports: ReleaseStockPorts,
  clock: Clock,
  { orderId }: { readonly orderId: string },
): Promise<Result<void, never>> {
  const now = clock.now();
  const hold = await ports.getHold(orderId);
  if (hold?.state === 'released') return ok(undefined);
  const done = hold
    ? await giveBack(ports, hold, 'ReleaseStock', now)
    : await ports.addTombstone(tombstone(orderId, now));
  if (done) return ok(undefined);
  throw new TransientFault(`The hold of ${orderId} changed meanwhile.`);
}

/**
 * Gives back what a hold or an allocation has taken.
 *
 * @param step who does it.
 * @returns false when its state is no longer the one that was read.
 */
export function giveBack(ports: ChangeHoldPorts, hold: Hold, step: string, now: Date): Promise<boolean> {
  const delta = hold.state === 'held' ? DELTAS.released : DELTAS.deallocated;
  const change = { cause: 'released', delta, step } as const;
  const movements = orderMovements(hold.orderId, hold.lines, change, now);
  return ports.changeHold({ ...hold, state: 'released' }, hold.state, movements);
}
