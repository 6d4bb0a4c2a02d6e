import type { RowError } from './product-file.ts';
import type { FileFormat, ImportStatus, OnError } from './values.ts';

/** What became of the products of a file, so far. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** A file of products on its way into the catalog. Times are ISO 8601 UTC. */
export interface ProductImport extends ImportCounts {
  readonly id: string;
  readonly status: ImportStatus;
  readonly format: FileFormat;
  readonly onError: OnError;
  /** Without the header. */
  readonly rows: number;
  readonly products: number;
  /** How many of the products, in the order of the file, are dealt with. */
  readonly processed: number;
  readonly errorCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const hasEnded = ({ status }: ProductImport): boolean => status === 'done' || status === 'failed';

/** One step of an import, that takes effect once: only on the import as it was read. */
export interface ImportProgress {
  readonly read: ProductImport;
  readonly next: ProductImport;
  /** To be kept, as far as there is room. */
  readonly errors: readonly RowError[];
}

/** How many errors an import keeps; all are counted. */
export const MAX_ERRORS = 1000;

/** An import after a step in which so many products of each kind were dealt with. */
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
