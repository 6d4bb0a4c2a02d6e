import type { FileFormat } from '../../../shared/kernel/import.ts';
import type { ProductFile } from '../domain/product-file.ts';
import { readProductCsv } from './csv.ts';
import { readProductLines } from './json-lines.ts';

/** @param currency the shop's. */
export const readProductFile =
  (currency: string) =>
  (format: FileFormat, text: string): ProductFile =>
    format === 'csv' ? readProductCsv(text, currency) : readProductLines(text);
