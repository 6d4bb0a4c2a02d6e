import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { type Hold, type HoldLine, hold, type Reservation, tombstone } from '../domain/hold.ts';
import { DELTAS } from '../domain/stock.ts';
import { orderMovements } from './movements.ts';

export interface ReserveStockPorts {
  /** Takes every line from what is available, all or none, unless the order has a hold or a tombstone already. */
  reserve(hold: Hold, movements: readonly InventoryChanged[]): Promise<Reservation>;
  /** @returns false when the order has a hold or a tombstone already. */
  addTombstone(tombstone: Hold): Promise<boolean>;
}

/**
 * Holds every line of an order for 15 minutes, all or none. A refusal is final: its tombstone sees to it that a second attempt of the
 * same order, come late, takes nothing. A retry hears the same answer; a call after the order was undone is a no-op.
 *
 * @throws TransientFault when two attempts of the same order meet.
 */
export async function reserveStock(
  ports: ReserveStockPorts,
  clock: Clock,
  { orderId, lines }: { readonly orderId: string; readonly lines: readonly HoldLine[] },
): Promise<Result<void, Refusal<'inventory.insufficient_stock'>>> {
  const now = clock.now();
  const wanted = hold(orderId, lines, now);
  const change = { cause: 'reserved', delta: DELTAS.reserved, step: 'ReserveStock' } as const;
  const outcome = await ports.reserve(wanted, orderMovements(orderId, wanted.lines, change, now));
  if (outcome.kind === 'reserved') return ok(undefined);
  if (outcome.kind === 'exists') return outcome.hold.lacking ? insufficient(outcome.hold.lacking) : ok(undefined);
  if (await ports.addTombstone({ ...tombstone(orderId, now), lacking: outcome.skus }))
    return insufficient(outcome.skus);
  throw new TransientFault(`The hold of ${orderId} changed meanwhile.`);
}

const insufficient = (skus: readonly string[]) =>
  refuse('inventory.insufficient_stock', `Not enough in stock: ${skus.join(', ')}.`, { skus });
