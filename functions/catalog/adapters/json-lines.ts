import { notJson, readJsonLines } from '../../../shared/files/json-lines.ts';
import type { Product } from '../domain/product.ts';
import type { ProductFile } from '../domain/product-file.ts';
import { checkProducts, type RawProduct } from './rows.ts';

/**
 * Fields that the shop sets. They are ignored when a file is read, so that an export can be
 * imported.
 */
const OF_THE_SHOP: ReadonlySet<string> = new Set(['id', 'version', 'createdAt', 'updatedAt', 'sellerId']);

/** Reads JSON Lines: one product of the API per line, with members in any order. */
export function readProductLines(text: string): ProductFile {
  const products = readJsonLines(text).map(
    ({ line, value }): RawProduct =>
      value === undefined ? { line, value, errors: [notJson(line)] } : { line, value: withoutShopFields(value) },
  );
  return checkProducts(products.length, products);
}

function withoutShopFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !OF_THE_SHOP.has(name)));
}

/** Writes products, one per line, with all their fields. */
export const writeJsonLines = (products: readonly Product[]): string =>
  products.map((product) => `${JSON.stringify(product)}\n`).join('');
