import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { categoryStore } from '../store/category-store.ts';
import { productStore } from '../store/product-store.ts';
import { archiveProduct } from './change-product.ts';
import { createProduct } from './create-product.ts';
import { createCategory, deleteCategory } from './manage-categories.ts';

const db = tableForTests();

const aRequest = (): Idempotency => ({ caller: 'usr_admin', key: createId('key'), bodyHash: 'b' });

function createProductOnce(sku = createId('sku')) {
  const lists = { categoryIds: [], attributes: {}, variants: [], images: [] };
  const details = { sku, title: 'Knife', status: 'active' as const, price: { amount: 100, currency: 'EUR' }, ...lists };
  return (request: Idempotency) =>
    createProduct(productStore(db().table), systemClock, {
      ...{ details, sellerId: undefined, currency: 'EUR', requestId: 'req_1', request },
    });
}

function createCategoryOnce() {
  const name = createId('name');
  return (request: Idempotency) => createCategory(categoryStore(db().table), systemClock, { name }, request);
}

test.each([
  ['product', createProductOnce],
  ['category', createCategoryOnce],
])('A %s is created once by a repeated request, also by twins, and each answers it.', async (_, creating) => {
  const create = creating();
  const request = aRequest();

  const answers = await Promise.all([create(request), create(request), create(request)]);
  const again = await create(request);

  const made = [...answers, again].map((answer) => (answer.ok ? answer.value : answer.refusal.code));
  expect(new Set(made.map((value) => (typeof value === 'string' ? value : value.id))).size).toBe(1);
  expect(made.filter((value) => typeof value !== 'string' && !value.replayed)).toHaveLength(1);
  expect(await create({ ...request, bodyHash: 'another' })).toMatchObject({
    refusal: { code: 'request.idempotency_key_reused' },
  });
});

test('A product that was archived since is answered as it is, and an unkeyed creation is refused as before.', async () => {
  const store = productStore(db().table);
  const create = createProductOnce();
  const request = aRequest();
  const made = await create(request);
  if (!made.ok) throw new Error(made.refusal.code);
  const change = { caller: { isAdmin: true }, checkVersion: () => undefined, requestId: 'req_2' };
  await archiveProduct(store, systemClock, { productId: made.value.id, ...change });

  expect(await create(request)).toMatchObject({ value: { id: made.value.id, status: 'archived', replayed: true } });
  expect(await create(aRequest())).toMatchObject({ refusal: { code: 'catalog.sku_taken' } });
});

test('A category that was deleted since is not created again.', async () => {
  const store = categoryStore(db().table);
  const create = createCategoryOnce();
  const request = aRequest();
  const made = await create(request);
  if (!made.ok) throw new Error(made.refusal.code);
  await deleteCategory(store, systemClock, { categoryId: made.value.id, checkVersion: () => undefined });

  expect(await create(request)).toMatchObject({ refusal: { code: 'request.not_found' } });
});
