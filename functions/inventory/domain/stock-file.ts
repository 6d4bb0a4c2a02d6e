import type { FileContents, RowError } from '../../../shared/kernel/import.ts';
import type { StockErrorCode } from './values.ts';

/** A mistake in a row of a file of stock. */
export type StockRowError = RowError<StockErrorCode>;

/** A row of a file: the pieces on hand, or those to add. */
export interface StockRow {
  readonly line: number;
  readonly sku: string;
  readonly wanted: { readonly onHand: number } | { readonly adjustBy: number };
  readonly reason?: string | undefined;
  /** The admin version that the row is based on. */
  readonly version?: number | undefined;
}

/** One entry per row, in the order of the file; no SKU is in two of them. */
export type StockFile = FileContents<StockRow, StockErrorCode>;

export type StockEntry = StockFile['entries'][number];

/** Only the first row of a SKU counts: which of two would be right is unknown. */
export function refuseRepeatedSkus(entries: readonly StockEntry[]): StockEntry[] {
  const lines = new Map<string, number>();
  return entries.map((entry): StockEntry => {
    if ('errors' in entry) return entry;
    const { line, sku } = entry;
    const first = lines.get(sku);
    if (first === undefined) lines.set(sku, line);
    return first === undefined
      ? entry
      : { errors: [{ line, code: 'inventory.sku_repeated', detail: `${sku} is already in line ${first}.` }] };
  });
}
