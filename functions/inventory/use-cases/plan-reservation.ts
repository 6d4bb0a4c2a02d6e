import { MAX_ACTIONS } from '../../../shared/kernel/transaction.ts';
import type { HoldLine } from '../domain/hold.ts';
import { type Part, takeFrom } from '../domain/shards.ts';
import type { Stock } from '../domain/stock.ts';

export interface PlanReservationPorts {
  /** The pieces available in each shard, for SKUs that are known to have several. */
  getSpreads(skus: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>>;
  /** The stock as it was at one instant. */
  getStockAtOnce(sku: string): Promise<Stock | undefined>;
  /**
   * Moves available pieces of some shards into another.
   *
   * @returns false when orders took them first.
   */
  gather(sku: string, from: readonly Part[], into: number): Promise<boolean>;
}

/**
 * The shards from which an order takes its pieces, or the SKUs that lack pieces. `outrun`: a
 * concurrent update came first, so another attempt may succeed.
 */
export type Plan =
  | { readonly kind: 'planned'; readonly lines: readonly HoldLine[] }
  | { readonly kind: 'lacking'; readonly skus: readonly string[] }
  | { readonly kind: 'outrun' };

/**
 * Chooses the shards that give an order's pieces. A SKU that is not known to have several shards is
 * taken from its only one, without reading it. "Insufficient stock" is decided on a snapshot, never
 * on separate reads, which may miss pieces that move.
 *
 * @param lines one per SKU.
 */
export async function planReservation(
  ports: PlanReservationPorts,
  lines: readonly HoldLine[],
  random: () => number,
): Promise<Plan> {
  const spreads = await ports.getSpreads(lines.map(({ sku }) => sku));
  const planned: HoldLine[] = [];
  const lacking: string[] = [];
  for (const line of lines) {
    const spread = spreads.get(line.sku);
    const parts = spread && (takeFrom(spread, line.quantity, random) ?? (await lookCloser(ports, line, random)));
    if (spread && !parts) lacking.push(line.sku);
    planned.push(parts ? { ...line, parts } : line);
  }
  return lacking.length > 0 ? { kind: 'lacking', skus: lacking } : fitIntoTransaction(ports, planned);
}

async function lookCloser(ports: PlanReservationPorts, { sku, quantity }: HoldLine, random: () => number) {
  const stock = await ports.getStockAtOnce(sku);
  return stock && takeFrom(stock.spread, quantity, random);
}

/**
 * Makes a reservation fit into one transaction: the hold, a movement per line and a write per part.
 * Pieces that are scattered over too many shards are gathered first.
 */
async function fitIntoTransaction(ports: PlanReservationPorts, lines: readonly HoldLine[]): Promise<Plan> {
  const fitting = [...lines];
  const partsIn = (line: HoldLine): number => line.parts?.length ?? 1;
  const actions = () => fitting.reduce((total, line) => total + 1 + partsIn(line), 1);
  while (actions() > MAX_ACTIONS) {
    const most = fitting.reduce((worst, line, at) => (partsIn(line) > partsIn(fitting[worst] ?? line) ? at : worst), 0);
    const line = fitting[most];
    const [into, ...from] = line?.parts ?? [];
    if (!line || !into) throw new Error('An order of more lines than a transaction holds.');
    if (!(await ports.gather(line.sku, from, into.shard))) return { kind: 'outrun' };
    fitting[most] = { ...line, parts: [{ shard: into.shard, quantity: line.quantity }] };
  }
  return { kind: 'planned', lines: fitting };
}
