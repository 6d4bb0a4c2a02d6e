import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { type Hold, type HoldLine, hold } from '../domain/hold.ts';
import { DELTAS } from '../domain/stock.ts';
import { orderMovements } from './movements.ts';

export interface ReserveStockPorts {
  /**
   * Takes every line from what is available, all or none.
   *
   * @returns `exists` when the order has a hold or a tombstone already, else the SKUs that lack pieces, if any.
   */
  reserve(hold: Hold, movements: readonly InventoryChanged[]): Promise<'reserved' | 'exists' | { lacking: string[] }>;
}

/**
 * Holds every line of an order for {@link HOLD_MINUTES}, all or none. A retry is a no-op, and so is a call that comes after the order was
 * undone and meets its tombstone.
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
  if (typeof outcome === 'string') return ok(undefined);
  return refuse('inventory.insufficient_stock', `Not enough in stock: ${outcome.lacking.join(', ')}.`, {
    skus: outcome.lacking,
  });
}
