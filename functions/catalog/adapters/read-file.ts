import type { ProductFile } from '../domain/product-file.ts';
import type { FileFormat } from '../domain/values.ts';
import { readCsv } from './csv.ts';
import { readJsonLines } from './json-lines.ts';

/** @param currency the shop's. */
export const readProductFile =
  (currency: string) =>
  (format: FileFormat, text: string): ProductFile =>
    format === 'csv' ? readCsv(text, currency) : readJsonLines(text);
