import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { apiClient } from '../../../shared/testing/api-client.ts';
import { pointAt, startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { skuKey } from '../../catalog/store/keys.ts';
import { stockStore } from '../store/stock-store.ts';
import { reserveStock } from '../use-cases/reserve-stock.ts';

// The signature of tokens is not this API's concern.
vi.mock('../../../shared/http/tokens.ts', async (original) => ({
  ...(await original<object>()),
  verifyAccessToken: async () => ({ kind: 'user', userId: 'admin-1', groups: ['admin'] }),
}));

let db: TestTable;
let call: ReturnType<typeof apiClient>;

beforeAll(async () => {
  db = await startTestTable();
  pointAt(db, ['CATALOG_TABLE', 'INVENTORY_TABLE']);
  call = apiClient((await import('./api.ts')).handler);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await db.stop();
});

const user = { id: 'admin-1', groups: ['admin'] };
const asAdmin = { headers: { authorization: 'Bearer a.b.c' } };

let serial = 0;

/** A SKU that the catalog sells. */
async function sold(status = 'active'): Promise<string> {
  serial += 1;
  const sku = `api-${serial}`;
  const unitPrice = { amount: 1000, currency: 'EUR' };
  const sellable = { sku, productId: 'prd_1', title: 'Mug', unitPrice, status, sold: true };
  await db.table.transact([putIfAbsent({ ...skuKey(sku), ...sellable })]);
  return sku;
}

const get = (sku: string, request: object = {}) => call('GET /v1/inventory/{sku}', { params: { sku }, ...request });
const put = (sku: string, body: unknown, headers: Record<string, string> = {}, who: typeof user | undefined = user) =>
  call('PUT /v1/inventory/{sku}', { params: { sku }, body, headers, ...(who ? { user: who } : {}) });
const movements = (sku: string, query: Record<string, string> = {}) =>
  call('GET /v1/inventory/{sku}/movements', { params: { sku }, query, user });

const key = (value: string) => ({ 'idempotency-key': value });
const match = (value: string) => ({ 'if-match': value });

test('anybody sees what is available, an admin all of it with its version', async () => {
  const sku = await sold();
  await put(sku, { onHand: 7, reason: 'first delivery' });
  const stock = { sku, available: 7, onHand: 7, held: 0, allocated: 0, version: 1, shards: 1 };

  expect(await get(sku)).toMatchObject({ status: 200, body: { sku, available: 7 } });
  expect((await get(sku)).body).not.toHaveProperty('onHand');
  expect(await get(sku, asAdmin)).toMatchObject({ status: 200, body: stock, headers: { etag: '"1"' } });
});

test('the stock of a draft is for admins only, whether there is any or not', async () => {
  const [stocked, empty] = [await sold('draft'), await sold('draft')];
  await put(stocked, { onHand: 7, reason: 'before the launch' });

  expect(await get(stocked)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
  expect(await get(empty)).toMatchObject({ status: 404 });
  expect(await get(stocked, asAdmin)).toMatchObject({ status: 200, body: { available: 7 } });
});

test('a sold SKU that was never in stock has none; a SKU that is not sold is not found', async () => {
  const sku = await sold();

  expect(await get(sku)).toMatchObject({ status: 200, body: { sku, available: 0 } });
  expect(await get(sku, asAdmin)).toMatchObject({ body: { onHand: 0, version: 0 }, headers: { etag: '"0"' } });
  expect(await get('nobody-sells-this')).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
  expect(await get('not a sku')).toMatchObject({ status: 404 });
  expect(await movements('nobody-sells-this')).toMatchObject({ status: 404 });
});

test('setting needs the version once there is stock', async () => {
  const sku = await sold();
  const set = (onHand: number, headers?: Record<string, string>) => put(sku, { onHand, reason: 'count' }, headers);

  expect(await set(5, match('"3"'))).toMatchObject({ status: 412 });
  expect(await set(5)).toMatchObject({ status: 200, body: { onHand: 5, version: 1 }, headers: { etag: '"1"' } });
  expect(await set(6)).toMatchObject({ status: 428, body: { code: 'request.precondition_required' } });
  expect(await set(6, match('"0"'))).toMatchObject({ status: 412, body: { code: 'request.version_mismatch' } });
  expect(await set(6, match('"1"'))).toMatchObject({ status: 200, body: { onHand: 6, version: 2 } });
});

test('of ten concurrent sets on the same version one succeeds', async () => {
  const sku = await sold();
  await put(sku, { onHand: 1, reason: 'count' });

  const counts = Array.from({ length: 10 }, (_, index) => put(sku, { onHand: index, reason: 'count' }, match('"1"')));
  const statuses = (await Promise.all(counts)).map(({ status }) => status);

  expect(statuses.sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
});

test('a count can say over how many shards the stock is spread, which buyers never see', async () => {
  const sku = await sold();
  await put(sku, { onHand: 10, shards: 4, reason: 'flash sale' });

  expect((await get(sku)).body).toEqual({ sku, available: 10 });
  expect(await put(sku, { adjustBy: 5, reason: 'found' }, key(`more-${sku}`))).toMatchObject({ body: { onHand: 15 } });
  expect(await put(sku, { onHand: 20, reason: 'count' }, match('"2"'))).toMatchObject({ body: { shards: 4 } });
  expect(await put(sku, { onHand: 20, shards: 2, reason: 'count' }, match('"3"'))).toMatchObject({
    status: 409,
    body: { code: 'inventory.fewer_shards' },
  });
  expect(await get(sku, asAdmin)).toMatchObject({ body: { available: 20, onHand: 20, shards: 4, version: 3 } });
  expect((await movements(sku)).body.items.map((item: { available: number }) => item.available)).toEqual([5, 5, 10]);
});

test('an adjustment needs a key, and its retry gets the same answer', async () => {
  const sku = await sold();
  const adjust = { adjustBy: 4, reason: 'found behind the shelf' };

  expect(await put(sku, adjust)).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '#/headers/idempotency-key' }] },
  });
  const first = await put(sku, adjust, key('k1'));
  await put(sku, { adjustBy: 1, reason: 'one more' }, key('k2'));
  const again = await put(sku, adjust, key('k1'));

  expect(first).toMatchObject({ status: 200, body: { onHand: 4, version: 1 } });
  expect(first.headers).not.toHaveProperty('idempotent-replayed');
  expect(again).toMatchObject({ status: 200, body: first.body, headers: { 'idempotent-replayed': 'true' } });
  expect(await put(sku, { ...adjust, adjustBy: 5 }, key('k1'))).toMatchObject({
    status: 422,
    body: { code: 'inventory.idempotency_key_reused' },
  });
  expect(await put(await sold(), adjust, key('k1'))).toMatchObject({ status: 422 });
  expect((await get(sku)).body.available).toBe(5);
});

test('refusals come in order: access, shape, existence, version, then the rules', async () => {
  const sku = await sold();
  await put(sku, { onHand: 1, reason: 'count' });
  const outcome = async (answer: ReturnType<typeof put>) => {
    const { status, body } = await answer;
    return `${status} ${body.code}`;
  };
  const moon = { onHand: 1, reason: 'count', warehouse: 'moon' };
  const customer = { id: 'customer-1', groups: ['customer'] };

  const anonymous = call('PUT /v1/inventory/{sku}', { params: { sku }, body: moon });
  expect(await outcome(anonymous)).toBe('401 request.unauthenticated');
  expect(await outcome(put(sku, 'bad', {}, customer))).toBe('403 request.forbidden');
  expect(await outcome(put('unknown', { onHand: 'many' }))).toBe('400 request.invalid');
  expect(await outcome(put('unknown', moon))).toBe('404 request.not_found');
  expect(await outcome(put(sku, moon))).toBe('428 request.precondition_required');
  expect(await outcome(put(sku, moon, match('"9"')))).toBe('412 request.version_mismatch');
  expect(await outcome(put(sku, moon, match('"1"')))).toBe('422 inventory.unknown_warehouse');
});

test.each([
  ['no reason', { onHand: 1 }],
  ['an empty reason', { onHand: 1, reason: ' ' }],
  ['both forms', { onHand: 1, adjustBy: 1, reason: 'x' }],
  ['an unknown field', { onHand: 1, reason: 'x', color: 'red' }],
  ['a negative count', { onHand: -1, reason: 'x' }],
  ['a fraction', { onHand: 1.5, reason: 'x' }],
  ['a huge count', { onHand: 10_000_001, reason: 'x' }],
  ['text for a number', { onHand: '1', reason: 'x' }],
  ['an adjustment by nothing', { adjustBy: 0, reason: 'x' }],
  ['no shard', { onHand: 1, shards: 0, reason: 'x' }],
  ['too many shards', { onHand: 1, shards: 17, reason: 'x' }],
  ['shards of an adjustment', { adjustBy: 1, shards: 2, reason: 'x' }],
  ['a list', []],
])('%s is refused with one error, and nothing changes', async (_, body) => {
  const sku = await sold();
  const answer = await put(sku, body, { ...key(`bad-${sku}`), ...match('"0"') });

  expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid', errors: [expect.anything()] } });
  expect((await movements(sku)).body.items).toEqual([]);
});

test.each([
  ['nothing', {}, { pointer: '#/reason', code: 'required', detail: 'Required.' }],
  [
    'a misspelt count',
    { onhand: 1, reason: 'x' },
    { pointer: '#/onhand', code: 'unknown_field', detail: 'Unknown field.' },
  ],
])('%s is refused with the wrong field and the fields that are wanted', async (_, body, error) => {
  const answer = await put(await sold(), body, match('"0"'));

  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([
    error,
    { pointer: '#', code: 'invalid', detail: 'Must be either { onHand, reason } or { adjustBy, reason }.' },
  ]);
});

test('the stock on hand cannot fall below what orders hold', async () => {
  const sku = await sold();
  await put(sku, { onHand: 5, reason: 'count' });
  await reserveStock(stockStore(db.table), systemClock, { orderId: `ord_${sku}`, lines: [{ sku, quantity: 3 }] });

  const refused = await put(sku, { onHand: 2, reason: 'count' }, match('"1"'));

  expect(refused).toMatchObject({ status: 409, body: { code: 'inventory.below_committed' } });
  expect(await get(sku, asAdmin)).toMatchObject({ body: { available: 2, onHand: 5, held: 3, version: 1 } });
});

test('the movements of a SKU are listed page by page, and a cursor of another SKU is refused', async () => {
  const sku = await sold();
  await put(sku, { onHand: 5, reason: 'delivery' });
  await put(sku, { adjustBy: -2, reason: 'broken' }, key(`broken-${sku}`));

  const first = await movements(sku, { limit: '1' });
  const second = await movements(sku, { limit: '1', cursor: first.body.nextCursor });

  expect(first.body.items).toMatchObject([{ sku, cause: 'adjusted', available: -2, reason: 'broken' }]);
  expect(second.body.items).toMatchObject([{ sku, cause: 'set', available: 5, reason: 'delivery' }]);
  expect(await movements(await sold(), { cursor: first.body.nextCursor })).toMatchObject({ status: 400 });
});
