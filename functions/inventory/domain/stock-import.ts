import {
  advance as advanceImport,
  type FileImport,
  giveUp as giveUpImport,
  type ImportProgress,
  NOTHING_WRITTEN,
  reported,
} from '../../../shared/kernel/import.ts';
import type { StockRowError } from './stock-file.ts';
import type { StockErrorCode } from './values.ts';

/** The results so far for the rows of a file. */
export interface StockCounts {
  readonly set: number;
  readonly adjusted: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** The import of a file of stock. */
export interface StockImport extends FileImport, StockCounts {
  /** Plans every row, and changes no stock. */
  readonly dryRun: boolean;
  /** The number of rows that were checked before the first write. */
  readonly checked: number;
  /** The admin's user id. */
  readonly requestedBy: string;
}

/** One step of an import of stock. */
export type StockProgress = ImportProgress<StockImport, StockErrorCode>;

/** A change that a dry run has found: the pieces on hand, as they are and as they would be. */
export interface PlannedChange {
  readonly line: number;
  readonly sku: string;
  readonly cause: 'set' | 'adjusted';
  readonly from: number;
  readonly to: number;
}

const TERMS = { things: 'rows' };

/** A dry run reports all errors, so it ends at none. */
const stopsAtErrors = ({ onError, dryRun }: StockImport): boolean => onError === 'stop' && !dryRun;

/**
 * Whether rows are still checked before any is written: where errors stop the import, it then
 * writes nothing.
 */
export const isChecking = (read: StockImport): boolean => stopsAtErrors(read) && read.checked < read.rows;

/**
 * The import after it has checked some more rows. The last of them ends it, if any had an error.
 */
export function check(read: StockImport, rows: number, errors: readonly StockRowError[], now: Date): StockProgress {
  const checked = read.checked + rows;
  const errorCount = read.errorCount + errors.length;
  const isRefused = checked === read.rows && errorCount > 0;
  return {
    ...reported(read, errors),
    next: {
      ...read,
      ...{ checked, errorCount, updatedAt: now.toISOString() },
      ...(isRefused ? { status: 'failed', reason: NOTHING_WRITTEN } : {}),
    },
  };
}

/** The import after a step with these results. */
export function advance(
  read: StockImport,
  counts: StockCounts,
  errors: readonly StockRowError[],
  now: Date,
): StockProgress {
  const sum = (kind: keyof StockCounts): number => read[kind] + counts[kind];
  const counted = {
    ...read,
    set: sum('set'),
    adjusted: sum('adjusted'),
    unchanged: sum('unchanged'),
    failed: sum('failed'),
    processed: read.processed + counts.set + counts.adjusted + counts.unchanged + counts.failed,
  };
  const step = { counted, total: read.rows, written: counted.set + counted.adjusted, stops: stopsAtErrors(read) };
  return advanceImport(read, step, errors, now, TERMS);
}

/**
 * The import, ended for a reason other than an error of a row. The changes that it has made stay.
 */
export const giveUp = (read: StockImport, why: string, now: Date): ImportProgress<StockImport, never> =>
  giveUpImport(read, { ...TERMS, why, total: read.rows, writes: !read.dryRun }, now);
