import type { FileContents, RowError } from '../../../shared/kernel/import.ts';
import type { ProductDetails } from './product.ts';
import type { RowErrorCode } from './values.ts';

/** A mistake in a row of a file of products. */
export type ProductRowError = RowError<RowErrorCode>;

/** A product in a file. Its categories are named by id or by path, e.g. `Kitchen > Knives`. */
export interface FileProduct {
  readonly line: number;
  readonly details: Omit<ProductDetails, 'status'> & { readonly status?: ProductDetails['status'] | undefined };
}

/** One entry per product, in the order of the file: the product, or its errors. */
export type FileEntry = ProductFile['entries'][number];

export type ProductFile = FileContents<FileProduct, RowErrorCode>;

/** Separates the names in a category's path. */
export const PATH_SEPARATOR = ' > ';
/** Separates several categories in one cell. */
export const CATEGORY_SEPARATOR = '|';
