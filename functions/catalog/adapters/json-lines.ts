import type { Product } from '../domain/product.ts';
import type { ProductFile } from '../domain/product-file.ts';
import { checkProducts, type RawProduct } from './rows.ts';

/** What the shop decides about a product; left out when a file is read, so that an export is a file. */
const OF_THE_SHOP: ReadonlySet<string> = new Set(['id', 'version', 'createdAt', 'updatedAt', 'sellerId']);

/** Reads JSON Lines: a product of the API in each line, in any order. Empty lines are skipped. */
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
    return { line, value: undefined, errors: [{ line, code: 'bad_format', detail: 'Not valid JSON.' }] };
  }
}

function withoutShopFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !OF_THE_SHOP.has(name)));
}

/** Writes products, one in each line, with all that the shop knows of them. */
export const writeJsonLines = (products: readonly Product[]): string =>
  products.map((product) => `${JSON.stringify(product)}\n`).join('');
