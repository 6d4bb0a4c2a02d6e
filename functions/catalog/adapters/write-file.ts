import type { FileFormat } from '../../../shared/kernel/import.ts';
import type { Product } from '../domain/product.ts';
import { writeCsv } from './csv.ts';
import { writeJsonLines } from './json-lines.ts';

/** @param categoryName the name of a category in a CSV file; JSON Lines have ids. */
export const writeProductFile = (
  format: FileFormat,
  products: readonly Product[],
  categoryName: (categoryId: string) => string,
): string => (format === 'csv' ? writeCsv(products, categoryName) : writeJsonLines(products));
