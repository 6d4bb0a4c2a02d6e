import type { Clock } from '../../../shared/kernel/clock.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { noStock, onHand, type Stock } from '../domain/stock.ts';
import type { StockChange } from '../domain/stock-change.ts';
import type { StockEntry, StockRow, StockRowError } from '../domain/stock-file.ts';
import type { PlannedChange, StockCounts, StockImport } from '../domain/stock-import.ts';
import { type DecisionRefusal, decide, type StockDecision } from './decide-change.ts';
import type { BulkStock } from './ports.ts';

export interface PlanStockPorts {
  readonly stock: Pick<BulkStock, 'getStocks'>;
  /** Those of these SKUs under which the catalog sells something. 1 read unit per SKU. */
  getSold(skus: readonly string[]): Promise<ReadonlySet<string>>;
}

/** The plan for one row of the file. */
export interface PlannedRow {
  readonly kind: keyof StockCounts;
  readonly change?: StockChange;
  readonly shown?: PlannedChange;
  readonly errors: readonly StockRowError[];
}

/** The reason of a movement whose row has none. */
const REASON = 'import';

/** Plans some rows, based on the stock that their SKUs have now. */
export async function planStockImport(
  { stock, getSold }: PlanStockPorts,
  clock: Clock,
  current: StockImport,
  requestId: string,
  window: readonly StockEntry[],
): Promise<PlannedRow[]> {
  const skus = window.flatMap((entry) => ('errors' in entry ? [] : [entry.sku]));
  const stocks = skus.length > 0 ? await stock.getStocks(skus) : new Map<string, Stock>();
  const others = skus.filter((sku) => !stocks.has(sku));
  const sold = others.length > 0 ? await getSold(others) : new Set<string>();
  return window.map((entry): PlannedRow => {
    if ('errors' in entry) return { kind: 'failed', errors: entry.errors };
    const before = stocks.get(entry.sku) ?? (sold.has(entry.sku) ? noStock(entry.sku) : undefined);
    return before ? planRow(before, entry, current, requestId, clock.now()) : failed(entry, current, UNKNOWN);
  });
}

const UNKNOWN = { member: 'sku', code: 'not_found', detail: 'Nothing is sold under this SKU.' } as const;

function planRow(before: Stock, row: StockRow, current: StockImport, requestId: string, now: Date): PlannedRow {
  const { line, sku, wanted, reason = REASON, version } = row;
  const change: StockDecision['change'] =
    'onHand' in wanted ? { kind: 'set', onHand: wanted.onHand } : { kind: 'adjusted', by: wanted.adjustBy };
  const checkVersion = (stored: number) =>
    version === undefined || version === stored ? undefined : staleVersion(version, stored);
  const decision = { sku, change, reason, changedBy: current.requestedBy, requestId, checkVersion };
  const decided = decide(before, decision, now);
  if (!decided.ok) {
    const { code, detail } = decided.refusal;
    return failed(row, current, { member: MEMBER_OF[code] ?? amountOf(row), code: codeOf(code), detail });
  }
  const { after } = decided.value;
  const [from, to] = [onHand(before), onHand(after)];
  // A first count is stored also when it is 0: from then on the SKU has a version.
  if (from === to && before.adminVersion > 0) return { kind: 'unchanged', errors: [] };
  return { kind: change.kind, change: decided.value, shown: { line, sku, cause: change.kind, from, to }, errors: [] };
}

const staleVersion = (version: number, stored: number) =>
  refuse('request.version_mismatch', `The stock has the version ${stored}, and the row is based on ${version}.`)
    .refusal;

const amountOf = ({ wanted }: StockRow): string => ('onHand' in wanted ? 'onHand' : 'adjustBy');

/** The members that a refusal is about, where it is not the amount. */
const MEMBER_OF: Readonly<Partial<Record<DecisionRefusal['code'], string>>> = { 'request.version_mismatch': 'version' };

type RowRefusal = Extract<DecisionRefusal['code'], StockRowError['code']>;

/** A row names no warehouse and no shards, so it is not refused for them. */
function codeOf(code: DecisionRefusal['code']): RowRefusal {
  if (code === 'inventory.below_committed' || code === 'inventory.too_many_pieces') return code;
  if (code === 'request.version_mismatch') return code;
  throw new Error(`A row cannot be refused with ${code}.`);
}

const failed = (
  { line }: StockRow,
  { format }: StockImport,
  { member, code, detail }: Pick<StockRowError, 'code' | 'detail'> & { readonly member: string },
): PlannedRow => ({
  kind: 'failed',
  errors: [{ line, ...(format === 'csv' ? { column: member } : { pointer: `#/${member}` }), code, detail }],
});
