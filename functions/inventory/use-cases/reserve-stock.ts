import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { Clock, Timer } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { type Hold, type HoldLine, hold, mergeLines, type Reservation, tombstone } from '../domain/hold.ts';
import { DELTAS } from '../domain/stock.ts';
import { orderMovements } from './movements.ts';
import { type PlanReservationPorts, planReservation } from './plan-reservation.ts';
import type { ChangeHoldPorts } from './ports.ts';

export interface ReserveStockPorts extends PlanReservationPorts {
  /**
   * Takes every line from the available pieces, all or none. Changes nothing when the order has a
   * hold or a tombstone already.
   */
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
 * Holds every line of an order for 15 minutes, all or none. A refusal is final: its tombstone makes
 * a late second attempt of the same order take nothing. A retry returns the same result; a call
 * after the order was undone is a no-op.
 *
 * @throws TransientFault after too many concurrent updates of the same shards.
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

/**
 * Refuses permanently, unless an earlier attempt of this order already holds the pieces. They may
 * be the very ones that lack now.
 */
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
  refuse('inventory.insufficient_stock', `There are not enough pieces in stock of ${skus.join(', ')}.`, { skus });

export interface ReleaseStockPorts extends ChangeHoldPorts {
  /** @returns false when the order has a hold or a tombstone already. */
  addTombstone(tombstone: Hold): Promise<boolean>;
}

export interface ReleaseStockInput {
  readonly orderId: string;
  /** Undefined when there is no such order. */
  readonly orderStatus: string | undefined;
}

/**
 * Undoes an order's hold or allocation: its pieces are available again. When there is nothing to
 * undo it leaves a tombstone, so that a reservation that comes late takes nothing. Idempotent. A
 * confirmed order keeps its pieces: its saga may run again, and must not take back what the first
 * run did.
 *
 * @throws TransientFault after a concurrent update of the hold.
 */
export async function releaseStock(
  ports: ReleaseStockPorts,
  clock: Clock,
  { orderId, orderStatus }: ReleaseStockInput,
): Promise<Result<void, never>> {
  if (orderStatus === 'confirmed') return ok(undefined);
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
 * @param step the step that the movements name as their cause.
 * @returns false when its state is no longer the one that was read.
 */
export function giveBack(ports: ChangeHoldPorts, hold: Hold, step: string, now: Date): Promise<boolean> {
  const delta = hold.state === 'held' ? DELTAS.released : DELTAS.deallocated;
  const change = { cause: 'released', delta, step } as const;
  const movements = orderMovements(hold.orderId, hold.lines, change, now);
  return ports.changeHold({ ...hold, state: 'released' }, hold.state, movements);
}
