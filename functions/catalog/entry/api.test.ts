import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { apiClient } from '../../../shared/testing/api-client.ts';
import { pointAt, startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';

let db: TestTable;
let call: ReturnType<typeof apiClient>;

beforeAll(async () => {
  db = await startTestTable();
  pointAt(db, ['CATALOG_TABLE', 'INVENTORY_TABLE']);
  vi.stubEnv('SHOP_CURRENCY', 'EUR');
  call = apiClient((await import('./api.ts')).handler);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await db.stop();
});

const admin = { id: 'admin-1', groups: ['admin'] };
const seller = { id: 'seller-1', groups: ['seller'] };
const customer = { id: 'customer-1', groups: ['customer'] };

let serial = 0;
const product = (change: object = {}) => ({
  sku: `api-${++serial}`,
  title: 'Thing',
  price: { amount: 1000, currency: 'EUR' },
  ...change,
});

const create = async (change: object = {}, user: { id: string; groups: string[] } = admin) =>
  (await call('POST /v1/products', { user, body: product(change) })).body;

test('A created product is returned with its Location and ETag, and is public.', async () => {
  const created = await call('POST /v1/products', { user: admin, body: product() });
  const read = await call('GET /v1/products/{id}', { params: { id: created.body.id } });

  expect(created).toMatchObject({ status: 201, headers: { etag: '"1"', location: `/v1/products/${created.body.id}` } });
  expect(read).toMatchObject({ status: 200, headers: { etag: '"1"' } });
  expect(read.body).toEqual(created.body);
});

test('The stock of the sold SKUs is included on request.', async () => {
  const variants = ['m', 'l'].map((size) => ({ sku: `api-size-${size}`, title: size }));
  const { id } = await create({ variants });

  const { body } = await call('GET /v1/products/{id}', { params: { id }, query: { include: 'stock' } });

  expect(body.stock).toEqual([
    { sku: 'api-size-m', available: 0 },
    { sku: 'api-size-l', available: 0 },
  ]);
});

test('Refusals come in order: caller, request, existence, version, rules.', async () => {
  const { id } = await create();
  const taken = await create();
  const put = (request: object) => call('PUT /v1/products/{id}', { params: { id }, ...request });
  const outcome = async (request: object) => {
    const { status, body } = await put(request);
    return `${status} ${body.code}`;
  };
  const foreign = product({ sku: taken.sku, price: { amount: 1, currency: 'USD' } });

  expect(await outcome({ body: 'bad' })).toBe('401 request.unauthenticated');
  expect(await outcome({ user: customer, body: 'bad' })).toBe('403 request.forbidden');
  expect(await outcome({ user: seller, body: 'bad' })).toBe('400 request.invalid');
  expect(await outcome({ user: seller, body: foreign })).toBe('404 request.not_found');
  expect(await outcome({ user: admin, body: foreign })).toBe('428 request.precondition_required');
  expect(await outcome({ user: admin, body: foreign, headers: { 'if-match': '"9"' } })).toBe(
    '412 request.version_mismatch',
  );
  expect(await outcome({ user: admin, body: foreign, headers: { 'if-match': '"1"' } })).toBe(
    '422 catalog.foreign_currency',
  );
  expect(await outcome({ user: admin, body: product({ sku: taken.sku }), headers: { 'if-match': '*' } })).toBe(
    '409 catalog.sku_taken',
  );
});

test('An update without a status keeps the current one.', async () => {
  const draft = await create({ status: 'draft' });

  const updated = await call('PUT /v1/products/{id}', {
    user: admin,
    params: { id: draft.id },
    headers: { 'if-match': '"1"' },
    body: product({ sku: draft.sku, title: 'Renamed' }),
  });

  expect(updated).toMatchObject({ status: 200, body: { status: 'draft', title: 'Renamed', version: 2 } });
});

test('A seller’s product belongs to the seller; other users cannot find it before it is active.', async () => {
  const { id, sellerId } = await create({ status: 'draft' }, seller);

  const byPublic = await call('GET /v1/products/{id}', { params: { id } });
  const bySomeoneElse = await call('DELETE /v1/products/{id}', {
    user: { id: 'seller-2', groups: ['seller'] },
    params: { id },
    headers: { 'if-match': '*' },
  });

  expect(sellerId).toBe('seller-1');
  expect(byPublic.status).toBe(404);
  expect(bySomeoneElse.status).toBe(404);
});

test('An archived product is not found by the public.', async () => {
  const { id } = await create();

  const archived = await call('DELETE /v1/products/{id}', {
    user: admin,
    params: { id },
    headers: { 'if-match': '"1"' },
  });

  expect(archived).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { status: 'archived' } });
  expect((await call('GET /v1/products/{id}', { params: { id } })).status).toBe(404);
});

test('Lists are paged, and refuse an invalid limit or cursor and a status that the caller may not list.', async () => {
  await create();
  await create();

  const page = await call('GET /v1/products', { query: { limit: '1' } });
  const cursor: string = page.body.nextCursor;

  expect(page.body.items).toHaveLength(1);
  expect((await call('GET /v1/products', { query: { limit: '1', cursor } })).body.items).toHaveLength(1);
  expect((await call('GET /v1/products', { query: { status: 'draft' } })).status).toBe(403);
  const forged = Buffer.from(JSON.stringify(['gsi1|products#active|', { any: 'thing' }])).toString('base64url');
  for (const query of [
    { cursor: forged },
    { limit: '0' },
    { limit: '101' },
    { cursor: 'x' },
    { category: 'c', cursor },
    { unknown: '1' },
  ]) {
    expect((await call('GET /v1/products', { query })).body).toMatchObject({ status: 400, code: 'request.invalid' });
  }
});

test('Categories are created, filled, read and deleted.', async () => {
  const { body: category, headers } = await call('POST /v1/categories', { user: admin, body: { name: 'Tea' } });
  const params = { id: category.id };
  const { id } = await create({ categoryIds: [category.id] });
  const remove = () => call('DELETE /v1/categories/{id}', { user: admin, params, headers: { 'if-match': '"1"' } });

  expect(headers).toMatchObject({ etag: '"1"', location: `/v1/categories/${category.id}` });
  expect((await call('GET /v1/categories/{id}/products', { params })).body.items).toMatchObject([{ id }]);
  expect((await call('GET /v1/categories/{id}/products', { params: { id: 'cat_none' } })).status).toBe(404);
  expect((await call('GET /v1/categories')).body.items).toContainEqual(category);
  expect((await call('POST /v1/categories', { user: seller, body: { name: 'Mine' } })).status).toBe(403);
  expect((await remove()).body.code).toBe('catalog.category_not_empty');

  const { title, sku, price } = product();
  await call('PUT /v1/products/{id}', {
    user: admin,
    params: { id },
    headers: { 'if-match': '*' },
    body: { title, sku, price },
  });

  expect(await remove()).toMatchObject({ status: 204, body: undefined });
  expect((await call('GET /v1/categories/{id}', { params })).status).toBe(404);
});
