import type { ProductDetails } from './product.ts';

/** What is wrong with a row of a file. */
export interface RowError {
  /** From 1, the header included; where a row of several lines begins. */
  readonly line: number;
  /** Of a CSV file. */
  readonly column?: string | undefined;
  /** RFC 6901, into the product as the API has it. */
  readonly pointer?: string | undefined;
  /** A field error's, such as `required`, or a refusal's, such as `catalog.sku_taken`. */
  readonly code: string;
  readonly detail: string;
}

/** A product of a file. Its categories are named by id or by path, e.g. `Kitchen > Knives`. */
export interface FileProduct {
  readonly line: number;
  readonly details: Omit<ProductDetails, 'status'> & { readonly status?: ProductDetails['status'] | undefined };
}

/** In the order of the file: products, and what could not be read as one. */
export type FileEntry = FileProduct | { readonly errors: readonly RowError[] };

export interface ProductFile {
  /** Without the header. */
  readonly rows: number;
  readonly entries: readonly FileEntry[];
}

/** Between the names in the path of a category. */
export const PATH_SEPARATOR = ' > ';
/** Between several categories in one cell. */
export const CATEGORY_SEPARATOR = '|';
