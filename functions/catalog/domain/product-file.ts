import type { ProductDetails } from './product.ts';
import type { RowErrorCode } from './values.ts';

/** A mistake in a row of a file. */
export interface RowError {
  /** From 1, the header included; the first line of a row with several lines. */
  readonly line: number;
  /** Only in a CSV file. */
  readonly column?: string | undefined;
  /** RFC 6901, into the product as the API describes it. */
  readonly pointer?: string | undefined;
  readonly code: RowErrorCode;
  readonly detail: string;
}

/** A product in a file. Its categories are named by id or by path, e.g. `Kitchen > Knives`. */
export interface FileProduct {
  readonly line: number;
  readonly details: Omit<ProductDetails, 'status'> & { readonly status?: ProductDetails['status'] | undefined };
}

/** One entry per product, in the order of the file: the product, or its errors. */
export type FileEntry = FileProduct | { readonly errors: readonly RowError[] };

export interface ProductFile {
  /** Without the header. */
  readonly rows: number;
  readonly entries: readonly FileEntry[];
}

/** Separates the names in a category's path. */
export const PATH_SEPARATOR = ' > ';
/** Separates several categories in one cell. */
export const CATEGORY_SEPARATOR = '|';
