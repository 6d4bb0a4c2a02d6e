import type { Product } from '../domain/product.ts';
import type { ProductFile } from '../domain/product-file.ts';
import { checkProducts, type RawProduct } from './rows.ts';

/**
 * Fields that the shop sets. They are ignored when a file is read, so that an export can be
 * imported.
 */
const OF_THE_SHOP: ReadonlySet<string> = new Set(['id', 'version', 'createdAt', 'updatedAt', 'sellerId']);

/**
 * Reads JSON Lines: one product of the API per line, with members in any order. Empty lines are
 * skipped.
 */
export function readJsonLines(text: string): ProductFile {
  const products = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap((content, index): RawProduct[] => (content.trim() === '' ? [] : [rawProduct(content, index + 1)]));
  return checkProducts(products.length, products);
}

function rawProduct(content: string, line: number): RawProduct {
  try {
    return { line, value: withoutShopFields(JSON.parse(content)) };
  } catch {
    return { line, value: undefined, errors: [{ line, code: 'bad_format', detail: 'The line is not valid JSON.' }] };
  }
}

function withoutShopFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !OF_THE_SHOP.has(name)));
}

/** Writes products, one per line, with all their fields. */
export const writeJsonLines = (products: readonly Product[]): string =>
  products.map((product) => `${JSON.stringify(product)}\n`).join('');
