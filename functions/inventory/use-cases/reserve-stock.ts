import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { Timer } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { type Hold, type HoldLine, hold, mergeLines, type Reservation, tombstone } from '../domain/hold.ts';
import { DELTAS } from '../domain/stock.ts';
import { orderMovements } from './movements.ts';
import { type PlanReservationPorts, planReservation } from './plan-reservation.ts';

export interface ReserveStockPorts extends PlanReservationPorts {
  /** Takes every line from what is available, all or none, unless the order has a hold or a tombstone already. */
  reserve(hold: Hold, movements: readonly InventoryChanged[]): Promise<Reservation>;
  getHold(orderId: string): Promise<Hold | undefined>;
  /** @returns false when the order has a hold or a tombstone already. */
  addTombstone(tombstone: Hold): Promise<boolean>;
}

export interface ReserveStockInput {
  readonly orderId: string;
  readonly lines: readonly HoldLine[];
  /** From 0 up to, but not including, 1; spreads orders over the shards of a SKU. */
  readonly random?: () => number;
}

/**
 * Holds every line of an order for 15 minutes, all or none. A refusal is final: its tombstone sees to it that a second attempt of the
 * same order, come late, takes nothing. A retry hears the same answer; a call after the order was undone is a no-op.
 *
 * @throws TransientFault when others keep taking the pieces of a shard first.
 */
export async function reserveStock(
  ports: ReserveStockPorts,
  clock: Timer,
  { orderId, lines, random = Math.random }: ReserveStockInput,
): Promise<Result<void, Refusal<'inventory.insufficient_stock'>>> {
  const now = clock.now();
  const merged = mergeLines(lines);
  return untilSaved(clock, { what: `the reservation of ${orderId}` }, async () => {
    const outcome = await attemptToReserve(ports, { orderId, lines: merged, random }, now);
    if (outcome.kind === 'reserved') return ok(undefined);
    if (outcome.kind === 'exists') return answerOf(outcome.hold);
    return outcome.kind === 'lacking' ? refuseForGood(ports, orderId, outcome.skus, now) : 'stale';
  });
}

const answerOf = ({ lacking }: Hold) => (lacking ? insufficient(lacking) : ok(undefined));

/** Unless an earlier attempt has the pieces already: what it took may be just what lacks now. */
async function refuseForGood(ports: ReserveStockPorts, orderId: string, lacking: readonly string[], now: Date) {
  if (await ports.addTombstone({ ...tombstone(orderId, now), lacking })) return insufficient(lacking);
  const existing = await ports.getHold(orderId);
  if (!existing) throw new Error(`The hold of ${orderId} is gone.`);
  return answerOf(existing);
}

async function attemptToReserve(
  ports: ReserveStockPorts,
  { orderId, lines, random }: Required<ReserveStockInput>,
  now: Date,
): Promise<Reservation> {
  const plan = await planReservation(ports, lines, random);
  if (plan.kind !== 'planned') return plan;
  const wanted = hold(orderId, plan.lines, now);
  const change = { cause: 'reserved', delta: DELTAS.reserved, step: 'ReserveStock' } as const;
  return ports.reserve(wanted, orderMovements(orderId, wanted.lines, change, now));
}

const insufficient = (skus: readonly string[]) =>
  refuse('inventory.insufficient_stock', `Not enough in stock: ${skus.join(', ')}.`, { skus });
