import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkVersion, type IfMatch } from '../../../shared/http/precondition.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
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
const create = (name = 'Tea') => createCategory(store, systemClock, { name, description: 'Leaves' });

test('a created category can be read and is listed', async () => {
  const category = await create();

  expect(await getCategory(store, category.id)).toEqual({ ok: true, value: category });
  expect((await store.list({ limit: 100, cursor: undefined })).items).toContainEqual(category);
});

test('an update replaces its fields; what is left out is gone', async () => {
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

test('what is not there is not found, before any version is asked for', async () => {
  const missing = { categoryId: 'cat_none', checkVersion: basedOn(undefined) };

  const results = [await deleteCategory(store, missing), await getCategory(store, 'cat_none')];

  expect(results).toMatchObject([
    { refusal: { code: 'request.not_found' } },
    { refusal: { code: 'request.not_found' } },
  ]);
});

test('a category with an archived product is not empty; once the product has left it can be deleted', async () => {
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
  const remove = () => deleteCategory(store, { categoryId: category.id, checkVersion: basedOn([1]) });

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
