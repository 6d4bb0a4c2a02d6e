import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import type { CheckVersion, VersionRefusal } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { evenly } from '../domain/shards.ts';
import { DELTAS, MAIN_WAREHOUSE, move, onHand, type Stock } from '../domain/stock.ts';
import type { StockChange } from '../domain/stock-change.ts';
import { MAX_ON_HAND } from '../domain/values.ts';
import { adminMovement } from './movements.ts';

/** A change that an admin wants. */
export interface StockDecision {
  readonly sku: string;
  readonly warehouse?: string | undefined;
  readonly reason: string;
  readonly change:
    | { readonly kind: 'set'; readonly onHand: number; readonly shards?: number | undefined }
    | { readonly kind: 'adjusted'; readonly by: number; readonly idempotency?: Idempotency };
  readonly changedBy: string;
  readonly requestId: string;
  readonly checkVersion: CheckVersion;
}

export type DecisionRefusal =
  | VersionRefusal
  | Refusal<
      | 'inventory.below_committed'
      | 'inventory.too_many_pieces'
      | 'inventory.fewer_shards'
      | 'inventory.unknown_warehouse'
    >;

/** Decides on a change of the stock as read. */
export function decide(before: Stock, input: StockDecision, now: Date): Result<StockChange, DecisionRefusal> {
  const stale = input.checkVersion(before.adminVersion);
  if (stale) return { ok: false, refusal: stale };
  if (input.warehouse !== undefined && input.warehouse !== MAIN_WAREHOUSE) {
    return refuse('inventory.unknown_warehouse', `There is only the warehouse ${MAIN_WAREHOUSE}.`);
  }
  const { change, sku, requestId, reason, changedBy } = input;
  const shards = (change.kind === 'set' && change.shards) || before.spread.length;
  if (shards < before.spread.length) {
    return refuse(
      'inventory.fewer_shards',
      `The stock already has ${before.spread.length} shards, and orders return pieces to them: none can be removed.`,
    );
  }
  const delta = DELTAS.received(change.kind === 'set' ? change.onHand - onHand(before) : change.by);
  const moved = move(before, delta);
  if (!moved) {
    const { held, allocated } = before;
    return refuse(
      'inventory.below_committed',
      `At least ${held + allocated} pieces must stay on hand: ${held} are held and ${allocated} allocated by orders.`,
    );
  }
  if (delta.available > 0 && onHand(moved) > MAX_ON_HAND) {
    return refuse(
      'inventory.too_many_pieces',
      `At most ${MAX_ON_HAND.toLocaleString('en')} pieces can be on hand: there are ${onHand(before)} now.`,
    );
  }
  return ok({
    before,
    after: { ...moved, adminVersion: before.adminVersion + 1, spread: evenly(moved.available, shards) },
    movement: adminMovement(sku, { cause: change.kind, delta, requestId }, now),
    reason,
    changedBy,
    idempotency: change.kind === 'adjusted' ? change.idempotency : undefined,
  });
}
