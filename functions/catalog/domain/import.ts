import type { RowError } from './product-file.ts';
import type { FileFormat, ImportStatus, OnError } from './values.ts';

/** The results so far for the products of a file. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** The import of a file of products. Times are ISO 8601 UTC. */
export interface ProductImport extends ImportCounts {
  readonly id: string;
  readonly status: ImportStatus;
  readonly format: FileFormat;
  readonly onError: OnError;
  /** Without the header. */
  readonly rows: number;
  readonly products: number;
  /** The number of processed products, in the order of the file. */
  readonly processed: number;
  readonly errorCount: number;
  /** Why the import failed, for a person. Only a failed import has it. */
  readonly reason?: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const hasEnded = ({ status }: ProductImport): boolean => status === 'done' || status === 'failed';

/**
 * One step of an import. It takes effect once, because it is saved only on the import that was
 * read.
 */
export interface ImportProgress {
  readonly read: ProductImport;
  readonly next: ProductImport;
  /** Errors to store, up to `MAX_ERRORS`. */
  readonly errors: readonly RowError[];
}

/** The most errors that an import stores; all are counted. */
export const MAX_ERRORS = 1000;

/**
 * The import after a step with these results. With `onError: 'stop'` an error ends it. An error
 * that shows only in the write, such as a SKU that another product takes, ends it at that row.
 */
export function advance(
  read: ProductImport,
  counts: ImportCounts,
  errors: readonly RowError[],
  now: Date,
): ImportProgress {
  const sum = (kind: keyof ImportCounts): number => read[kind] + counts[kind];
  const processed = read.processed + counts.created + counts.updated + counts.unchanged + counts.failed;
  const room = Math.max(0, MAX_ERRORS - read.errorCount);
  const [first] = read.onError === 'stop' ? errors : [];
  return {
    read,
    errors: errors.slice(0, room).map(cutLongTexts),
    next: {
      ...read,
      created: sum('created'),
      updated: sum('updated'),
      unchanged: sum('unchanged'),
      failed: sum('failed'),
      processed,
      errorCount: read.errorCount + errors.length,
      ...(first
        ? { status: 'failed', reason: reasonOfStop(first, sum('created') + sum('updated')) }
        : { status: processed === read.products ? 'done' : 'running' }),
      updatedAt: now.toISOString(),
    },
  };
}

const reasonOfStop = ({ line }: RowError, written: number): string =>
  written === 0
    ? 'The file has errors, so nothing was written.'
    : `Line ${line} could not be written, so no later line was. Products written before it: ${written}.`;

/**
 * The import, ended for a reason other than an error of a row. The products that it has written
 * stay.
 *
 * @param why a sentence for a person.
 */
export function giveUp(read: ProductImport, why: string, now: Date): ImportProgress {
  const done =
    read.processed === 0
      ? 'Nothing was written. Import the file again.'
      : `${read.processed} of ${read.products} products were processed, and what was written stays. Import the file again to process the rest.`;
  return {
    read,
    errors: [],
    next: { ...read, status: 'failed', reason: `${why} ${done}`, updatedAt: now.toISOString() },
  };
}

/**
 * Longer than any column, pointer or sentence about a valid name. The name in a file has any
 * length, and an item has at most 400 KB.
 */
const MAX_LENGTHS = { column: 200, pointer: 1000, detail: 1200 } as const;

function cutLongTexts(error: RowError): RowError {
  const { column, pointer, detail } = error;
  return {
    ...error,
    ...(column === undefined ? {} : { column: cut(column, MAX_LENGTHS.column) }),
    ...(pointer === undefined ? {} : { pointer: cut(pointer, MAX_LENGTHS.pointer) }),
    detail: cut(detail, MAX_LENGTHS.detail),
  };
}

/** Cuts a text that is too long, not inside of a surrogate pair, and ends it with an ellipsis. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
