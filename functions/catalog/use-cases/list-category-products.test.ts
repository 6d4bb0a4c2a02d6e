import { expect, test, vi } from 'vitest';
import { listCategoryProducts } from './list-category-products.ts';
import type { CategoryStore, ProductStore } from './ports.ts';

const kitchen = { id: 'cat_1', name: 'Kitchen', productCount: 2 };

function aCatalog() {
  const list = vi.fn(async () => ({ items: [] }));
  const categories = {
    get: async (id: string) => (id === 'cat_1' ? kitchen : undefined),
    getTree: async () => ({ version: 1, categories: [kitchen] }),
  };
  const stores = { categories, products: { list } } as unknown as {
    readonly categories: CategoryStore;
    readonly products: ProductStore;
  };
  return { stores, list };
}

const page = { limit: 20, cursor: undefined };

test('The active products of a category are listed.', async () => {
  const { stores, list } = aCatalog();

  expect(await listCategoryProducts(stores, 'cat_1', page)).toEqual({ ok: true, value: { items: [] } });

  expect(list).toHaveBeenCalledExactlyOnceWith(
    { status: 'active', of: { categories: ['cat_1'], name: 'cat_1' } },
    page,
  );
});

test('A category that does not exist is not found, and no product is listed.', async () => {
  const { stores, list } = aCatalog();

  expect(await listCategoryProducts(stores, 'cat_2', page)).toMatchObject({ refusal: { code: 'request.not_found' } });
  expect(list).not.toHaveBeenCalled();
});
