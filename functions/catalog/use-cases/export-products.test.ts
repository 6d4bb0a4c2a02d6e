import { expect, test, vi } from 'vitest';
import type { FileFormat } from '../../../shared/kernel/import.ts';
import type { Product } from '../domain/product.ts';
import { exportProducts } from './export-products.ts';

const knife = { id: 'prd_1', categoryIds: ['cat_1'] } as unknown as Product;
const cup = { id: 'prd_2', categoryIds: [] } as unknown as Product;

/** A catalog whose file lists only the categories' names. */
function aCatalog(items: readonly Product[], nextCursor?: string) {
  const list = vi.fn(async () => ({ items: [...items], ...(nextCursor === undefined ? {} : { nextCursor }) }));
  const getTree = vi.fn(async () => ({
    version: 1,
    categories: [{ id: 'cat_1', name: 'Knives', parentId: undefined, productCount: 1 }],
  }));
  const writeFile = (_: FileFormat, products: readonly Product[], categoryName: (id: string) => string) =>
    products.flatMap(({ categoryIds }) => categoryIds.map(categoryName)).join();
  return { ports: { products: { list }, categories: { getTree }, writeFile }, list, getTree };
}

test('By default an export is CSV of the active products, and categories have their names.', async () => {
  const { ports, list } = aCatalog([knife]);

  expect(await exportProducts(ports, { limit: 100 })).toEqual({ format: 'csv', text: 'Knives', next: undefined });

  expect(list).toHaveBeenCalledExactlyOnceWith({ status: 'active' }, { limit: 100, cursor: undefined });
});

test('The request for the next page repeats the format, status and limit.', async () => {
  const { ports } = aCatalog([knife], 'c2');

  const { next } = await exportProducts(ports, { format: 'jsonl', status: 'draft', limit: 1, cursor: 'c1' });

  expect(next).toEqual({ format: 'jsonl', status: 'draft', limit: 1, cursor: 'c2' });
});

test('JSON Lines keep category ids, and the categories are not read.', async () => {
  const { ports, getTree } = aCatalog([knife]);

  expect((await exportProducts(ports, { format: 'jsonl', limit: 100 })).text).toBe('cat_1');
  expect(getTree).not.toHaveBeenCalled();
});

test('Categories are not read for products without categories.', async () => {
  const { ports, getTree } = aCatalog([cup]);

  await exportProducts(ports, { limit: 100 });

  expect(getTree).not.toHaveBeenCalled();
});
