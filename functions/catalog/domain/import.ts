import {
  advance as advanceImport,
  type FileImport,
  giveUp as giveUpImport,
  type ImportProgress,
} from '../../../shared/kernel/import.ts';
import type { ProductRowError } from './product-file.ts';
import type { RowErrorCode } from './values.ts';

/** The results so far for the products of a file. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** The import of a file of products. `rows` counts variants too. */
export interface ProductImport extends FileImport, ImportCounts {
  readonly products: number;
}

/** One step of an import of products. */
export type ProductProgress = ImportProgress<ProductImport, RowErrorCode>;

const TERMS = { things: 'products' };

/** The import after a step with these results. */
export function advance(
  read: ProductImport,
  counts: ImportCounts,
  errors: readonly ProductRowError[],
  now: Date,
): ProductProgress {
  const sum = (kind: keyof ImportCounts): number => read[kind] + counts[kind];
  const counted = {
    ...read,
    created: sum('created'),
    updated: sum('updated'),
    unchanged: sum('unchanged'),
    failed: sum('failed'),
    processed: read.processed + counts.created + counts.updated + counts.unchanged + counts.failed,
  };
  const written = counted.created + counted.updated;
  const step = { counted, total: read.products, written, stops: read.onError === 'stop' };
  return advanceImport(read, step, errors, now, TERMS);
}

/**
 * The import, ended for a reason other than an error of a row. The products that it has written
 * stay.
 */
export const giveUp = (read: ProductImport, why: string, now: Date): ImportProgress<ProductImport, never> =>
  giveUpImport(read, { ...TERMS, why, total: read.products, writes: true }, now);
