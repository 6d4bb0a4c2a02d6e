import type { Timer } from '../../../shared/kernel/clock.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import type { Stock } from '../domain/stock.ts';
import type { Adjustment, StockChange } from '../domain/stock-change.ts';
import { type DecisionRefusal, decide, type StockDecision } from './decide-change.ts';
import { type FindStockPorts, findStock } from './find-stock.ts';

export interface ChangeStockPorts extends Pick<FindStockPorts, 'isSold'> {
  /** The stock as it was at one instant, over all shards. */
  getStockAtOnce(sku: string): Promise<Stock | undefined>;
  getAdjustment(caller: string, key: string): Promise<Adjustment | undefined>;
  /**
   * @returns false when the admin version has changed, orders took the pieces, or the idempotency
   *   key is used.
   */
  changeStock(change: StockChange): Promise<boolean>;
}

export interface ChangeStockInput extends StockDecision {
  readonly change:
    | { readonly kind: 'set'; readonly onHand: number; readonly shards?: number | undefined }
    | { readonly kind: 'adjusted'; readonly by: number; readonly idempotency: Idempotency };
}

type ChangeStockRefusal = NotFound | DecisionRefusal | Refusal<'inventory.idempotency_key_reused'>;

/** `replayed`: the adjustment was made before, and `stock` is what was returned then. */
export type ChangedStock = { readonly stock: Stock; readonly replayed: boolean };

/**
 * Sets the pieces on hand, or adjusts them. Orders continue meanwhile: a change can take away only
 * pieces that no order holds. The levels returned are those read, plus the change. Each change
 * spreads the available pieces evenly over the shards.
 *
 * @throws TransientFault after too many concurrent updates of the same stock.
 */
export const changeStock = (
  ports: ChangeStockPorts,
  clock: Timer,
  input: ChangeStockInput,
): Promise<Result<ChangedStock, ChangeStockRefusal>> =>
  untilSaved<Result<ChangedStock, ChangeStockRefusal>>(clock, { what: `stock ${input.sku}` }, async () => {
    const before = await findStock({ isSold: ports.isSold, getStock: ports.getStockAtOnce }, input.sku);
    if (!before) return refuse('request.not_found', 'Nothing is sold under this SKU.');
    const replayed = await replay(ports, input);
    if (replayed) return replayed;
    const decided = decide(before, input, clock.now());
    if (!decided.ok) return decided;
    return (await ports.changeStock(decided.value)) ? ok({ stock: decided.value.after, replayed: false }) : 'stale';
  });

async function replay(
  ports: ChangeStockPorts,
  { change }: ChangeStockInput,
): Promise<Result<ChangedStock, Refusal<'inventory.idempotency_key_reused'>> | undefined> {
  if (change.kind === 'set') return undefined;
  const { caller, key, bodyHash } = change.idempotency;
  const made = await ports.getAdjustment(caller, key);
  if (!made) return undefined;
  return made.stock && made.bodyHash === bodyHash
    ? ok({ stock: made.stock, replayed: true })
    : refuse('inventory.idempotency_key_reused', 'This Idempotency-Key was already used for a different change.');
}
