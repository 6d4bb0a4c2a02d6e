import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkVersion, type IfMatch } from '../../../shared/http/precondition.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { type Category, pathOf } from '../domain/category.ts';
import { categoryStore } from '../store/category-store.ts';
import { productStore } from '../store/product-store.ts';
import { archiveProduct, updateProduct } from './change-product.ts';
import { createProduct } from './create-product.ts';
import { createCategory, deleteCategory, getCategory, updateCategory } from './manage-categories.ts';

let db: TestTable;
let store: ReturnType<typeof categoryStore>;

beforeAll(async () => {
  db = await startTestTable();
  store = categoryStore(db.table);
});
afterAll(() => db.stop());

const basedOn = (ifMatch: IfMatch | undefined) => (version: number) => checkVersion(ifMatch, version);
async function create(name = 'Tea', parentId?: string): Promise<Category> {
  const created = await createCategory(store, systemClock, { name, description: 'Leaves', parentId });
  if (!created.ok) throw new Error(created.refusal.code);
  return created.value;
}

const move = ({ id }: Category, parentId: string | undefined) =>
  updateCategory(store, systemClock, {
    categoryId: id,
    checkVersion: basedOn('*'),
    details: { name: 'Moved', parentId },
  });

test('A created category can be read and is listed.', async () => {
  const category = await create();

  expect(await getCategory(store, category.id)).toEqual({ ok: true, value: category });
  expect((await store.list({ limit: 100, cursor: undefined })).items).toContainEqual(category);
});

test('An update replaces all fields of a category; a field that is left out is removed.', async () => {
  const category = await create();

  const change = { categoryId: category.id, checkVersion: basedOn([1]), details: { name: 'Coffee' } };
  const updated = await updateCategory(store, systemClock, change);

  if (!updated.ok) throw new Error(updated.refusal.code);
  expect(updated.value).toMatchObject({ name: 'Coffee', version: 2 });
  expect(await store.get(category.id)).toEqual(updated.value);
  expect(await store.get(category.id)).not.toHaveProperty('description');
  expect(await updateCategory(store, systemClock, change)).toMatchObject({
    refusal: { code: 'request.version_mismatch' },
  });
});

test('An unknown category is not found, before its version is checked.', async () => {
  const missing = { categoryId: 'cat_none', checkVersion: basedOn(undefined) };

  const results = [await deleteCategory(store, systemClock, missing), await getCategory(store, 'cat_none')];

  expect(results).toMatchObject([
    { refusal: { code: 'request.not_found' } },
    { refusal: { code: 'request.not_found' } },
  ]);
});

test('A category with an archived product is not empty; once the product has left, it can be deleted.', async () => {
  const category = await create();
  const products = productStore(db.table);
  const created = await createProduct(products, systemClock, {
    details: {
      sku: 'in-category',
      title: 'T',
      status: 'active',
      price: { amount: 1, currency: 'EUR' },
      categoryIds: [category.id],
      attributes: {},
      variants: [],
      images: [],
    },
    sellerId: undefined,
    currency: 'EUR',
    requestId: 'req-1',
  });
  if (!created.ok) throw new Error(created.refusal.code);
  const caller = { isAdmin: true };
  const archived = await archiveProduct(products, systemClock, {
    productId: created.value.id,
    caller,
    checkVersion: basedOn('*'),
    requestId: 'req-2',
  });
  if (!archived.ok) throw new Error(archived.refusal.code);
  const remove = () => deleteCategory(store, systemClock, { categoryId: category.id, checkVersion: basedOn([1]) });

  expect(await remove()).toMatchObject({ refusal: { code: 'catalog.category_not_empty' } });

  await updateProduct(products, systemClock, {
    productId: created.value.id,
    caller,
    checkVersion: basedOn('*'),
    details: { ...archived.value, categoryIds: [] },
    currency: 'EUR',
    requestId: 'req-3',
  });

  expect(await remove()).toEqual({ ok: true, value: undefined });
  expect(await store.get(category.id)).toBeUndefined();
});

test('A category can move below another one, and back to the top.', async () => {
  const [kitchen, knives] = [await create('Kitchen'), await create('Knives')];

  const below = await move(knives, kitchen.id);
  const top = await move(knives, undefined);

  expect(below).toMatchObject({ ok: true, value: { parentId: kitchen.id, version: 2 } });
  expect(top).toMatchObject({ ok: true, value: { version: 3 } });
  expect(await store.get(knives.id)).not.toHaveProperty('parentId');
});

test('A category cannot be put below itself, below a descendant, or below an unknown category.', async () => {
  const outer = await create('Outer');
  const inner = await create('Inner', outer.id);

  const refusals = [await move(outer, inner.id), await move(outer, outer.id), await move(outer, 'cat_none')];

  expect(refusals.map((result) => !result.ok && result.refusal.code)).toEqual([
    'catalog.category_cycle',
    'catalog.category_cycle',
    'catalog.unknown_category',
  ]);
});

test('Concurrent moves never make a cycle.', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b, c] = [await create('A'), await create('B'), await create('C')];

    const moved = await Promise.all([move(a, b.id), move(b, c.id), move(c, a.id)]);

    expect(moved.filter(({ ok }) => ok)).toHaveLength(2);
    const tree = await store.getTree();
    expect(pathOf(tree, a.id).length + pathOf(tree, b.id).length + pathOf(tree, c.id).length).toBe(6);
  }
});

test('If a category is deleted while it gets a child, either the deletion or the child is refused.', async () => {
  for (let round = 0; round < 10; round += 1) {
    const parent = await create('Parent');

    const [child, removed] = await Promise.all([
      createCategory(store, systemClock, { name: 'Child', parentId: parent.id }),
      deleteCategory(store, systemClock, { categoryId: parent.id, checkVersion: basedOn('*') }),
    ]);

    expect(child.ok).toBe(!removed.ok);
    expect((await store.get(parent.id)) !== undefined).toBe(child.ok);
  }
});

test('A category with a child is not deleted.', async () => {
  const parent = await create('Parent');
  await create('Child', parent.id);

  const removed = await deleteCategory(store, systemClock, { categoryId: parent.id, checkVersion: basedOn('*') });

  expect(removed).toMatchObject({
    refusal: {
      code: 'catalog.category_not_empty',
      detail: 'The category has categories below it.',
    },
  });
});
