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

/** The import after a step with these results. */
export function advance(
  read: ProductImport,
  counts: ImportCounts,
  errors: readonly RowError[],
  now: Date,
): ImportProgress {
  const sum = (kind: keyof ImportCounts): number => read[kind] + counts[kind];
  const processed = read.processed + counts.created + counts.updated + counts.unchanged + counts.failed;
  const room = Math.max(0, MAX_ERRORS - read.errorCount);
  return {
    read,
    errors: errors.slice(0, room),
    next: {
      ...read,
      created: sum('created'),
      updated: sum('updated'),
      unchanged: sum('unchanged'),
      failed: sum('failed'),
      processed,
      errorCount: read.errorCount + errors.length,
      status: processed === read.products ? 'done' : 'running',
      updatedAt: now.toISOString(),
    },
  };
}
