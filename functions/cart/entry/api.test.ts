import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { put } from '../../../shared/dynamodb/actions.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { apiClient, type TestRequest } from '../../../shared/testing/api-client.ts';
import { pointAt, startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { stockStore } from '../../inventory/store/stock-store.ts';
import { changeStock } from '../../inventory/use-cases/change-stock.ts';
import { cartContract } from '../contract/index.ts';

let db: TestTable;
let call: ReturnType<typeof apiClient>;

beforeAll(async () => {
  db = await startTestTable();
  pointAt(db, ['CART_TABLE', 'CATALOG_TABLE', 'ORDERS_TABLE', 'INVENTORY_TABLE', 'THROTTLES_TABLE', 'PARTNERS_TABLE']);
  vi.stubEnv('SHOP_CURRENCY', 'EUR');
  vi.stubEnv('THROTTLE_FACTOR', '1');
  call = apiClient((await import('./api.ts')).handler);
  await Promise.all(['a', 'b'].map((sku) => sell(sku)));
  await sell('archived', 'archived');
  await sell('reserved', 'active', false);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await db.stop();
});

/** The catalog's item of a SKU. */
const sell = (sku: string, status = 'active', sold = true) =>
  db.table.transact([
    put({
      pk: `sku#${sku}`,
      sk: 'sku',
      sku,
      productId: `prd_${sku}`,
      title: sku.toUpperCase(),
      unitPrice: { amount: 250, currency: 'EUR' },
      status,
      sold,
    }),
  ]);

/** The inventory's item of a SKU. */
const stock = async (sku: string, onHand: number) => {
  const ports = { ...stockStore(db.table), isSold: async () => true };
  const change = { kind: 'set', onHand } as const;
  const request = { sku, change, reason: 'count', changedBy: 'usr_1', requestId: 'req_1' };
  await changeStock(ports, systemClock, { ...request, checkVersion: () => undefined });
};

async function aGuest(): Promise<{ 'x-cart-token': string }> {
  return { 'x-cart-token': (await call('POST /v1/carts')).body.token };
}

const add = (headers: Record<string, string>, sku: string, quantity: number, more: TestRequest = {}) =>
  call('POST /v1/cart/items', { ...more, headers: { ...headers, ...more.headers }, body: { sku, quantity } });

test('A guest gets a cart and its token once, fills it and sees the totals.', async () => {
  const created = await call('POST /v1/carts');
  const headers = { 'x-cart-token': created.body.token };
  await add(headers, 'a', 2);
  await add(headers, 'b', 1);

  const shown = await call('GET /v1/cart', { headers });

  expect(created).toMatchObject({ status: 201, headers: { etag: '"1"', location: '/v1/cart' }, body: { items: [] } });
  expect(shown).toMatchObject({
    status: 200,
    headers: { etag: '"3"' },
    body: { id: created.body.id, version: 3, totals: { total: { amount: 750, currency: 'EUR' } } },
  });
  expect(shown.body).not.toHaveProperty('token');
  expect(cartContract.routes.getCart.responses[200].safeParse(shown.body).error).toBeUndefined();
});

test.each([
  ['no token', {}],
  ['an unknown token', { 'x-cart-token': `crt_none.${'A'.repeat(43)}` }],
  ['something else as token', { 'x-cart-token': 'x' }],
])('%s is refused on every route of carts.', async (_, headers) => {
  for (const routeKey of ['GET /v1/cart', 'DELETE /v1/cart', 'POST /v1/cart/items']) {
    expect((await call(routeKey, { headers, body: 'bad' })).body.code).toBe('request.unauthenticated');
  }
});

test('The token of one cart does not open another.', async () => {
  const [mine, theirs] = [await aGuest(), await aGuest()];
  await add(theirs, 'a', 1);

  expect((await call('GET /v1/cart', { headers: mine })).body.items).toEqual([]);
});

test('An item’s quantity can be set; 0 removes it, and then it is not found.', async () => {
  const headers = await aGuest();
  await add(headers, 'a', 1);
  const set = (quantity: number) =>
    call('PUT /v1/cart/items/{sku}', { headers, params: { sku: 'a' }, body: { quantity } });

  expect((await set(999)).body.items).toMatchObject([{ sku: 'a', quantity: 999 }]);
  expect((await set(1000)).body).toMatchObject({ status: 400, errors: [{ pointer: '#/quantity' }] });
  expect((await set(0)).body.items).toEqual([]);
  expect((await set(0)).body.code).toBe('request.not_found');
  expect((await call('DELETE /v1/cart/items/{sku}', { headers, params: { sku: 'a' } })).status).toBe(404);
});

test.each(['unknown', 'archived', 'reserved'])('A SKU that is %s cannot be added.', async (sku) => {
  const headers = await aGuest();

  expect((await add(headers, sku, 1)).body).toMatchObject({ status: 422, code: 'cart.unknown_sku' });
  expect((await call('GET /v1/cart', { headers })).body).toMatchObject({ version: 1, items: [] });
});

test('An item that is no longer sold stays visible, costs nothing and can be removed.', async () => {
  const headers = await aGuest();
  await sell('seasonal');
  await add(headers, 'seasonal', 3);
  await add(headers, 'a', 1);
  await sell('seasonal', 'archived');

  const shown = await call('GET /v1/cart', { headers });
  const removed = await call('DELETE /v1/cart/items/{sku}', { headers, params: { sku: 'seasonal' } });

  expect(shown.body.items[0]).toEqual({
    available: false,
    sku: 'seasonal',
    productId: 'prd_seasonal',
    title: 'SEASONAL',
    quantity: 3,
  });
  expect(shown.body.totals.total.amount).toBe(250);
  expect(cartContract.routes.getCart.responses[200].safeParse(shown.body).error).toBeUndefined();
  expect(removed.body.items).toMatchObject([{ sku: 'a' }]);
});

test('If-Match is optional, and enforced when it is sent.', async () => {
  const headers = await aGuest();
  const stale = { headers: { 'if-match': '"7"' } };

  expect((await add(headers, 'a', 1, stale)).body).toMatchObject({ status: 412, code: 'request.version_mismatch' });
  expect((await add(headers, 'a', 1, { headers: { 'if-match': '"1"' } })).status).toBe(200);
  expect((await call('DELETE /v1/cart', { headers: { ...headers, ...stale.headers } })).status).toBe(412);
  expect((await call('DELETE /v1/cart', { headers })).status).toBe(204);
  expect((await call('GET /v1/cart', { headers })).body.items).toEqual([]);
});

test('A bought cart is empty as soon as its order is confirmed.', async () => {
  const created = await call('POST /v1/carts');
  const headers = { 'x-cart-token': created.body.token };
  const { version } = (await add(headers, 'a', 1)).body;
  const lines = [{ sku: 'a', quantity: 1 }];
  const guard = {
    pk: `guard#${created.body.id}`,
    sk: 'guard',
    orderId: 'ord_1',
    cartVersion: version,
    live: false,
    lines,
  };

  await db.table.transact([put(guard)]);

  expect((await call('GET /v1/cart', { headers })).body.items).toEqual([]);
  expect((await add(headers, 'b', 1)).body.items).toMatchObject([{ sku: 'b' }]);
});

test('A change whose answer was lost is applied once, although another follows and its If-Match is old by then.', async () => {
  const headers = await aGuest();
  const lost = { headers: { 'if-match': '"1"', 'idempotency-key': 'k1' } };
  await add(headers, 'a', 1, lost);
  await add(headers, 'b', 1);

  const again = await add(headers, 'a', 1, lost);

  expect(again).toMatchObject({ status: 200, headers: { etag: '"3"', 'idempotent-replayed': 'true' } });
  expect(again.body.items).toMatchObject([
    { sku: 'a', quantity: 1 },
    { sku: 'b', quantity: 1 },
  ]);
  expect(cartContract.routes.addItem.responses[200].safeParse(again.body).error).toBeUndefined();
  expect(await add(headers, 'a', 2, lost)).toMatchObject({
    status: 422,
    body: { code: 'request.idempotency_key_reused' },
  });
  const put = { ...lost.headers, ...headers };
  const other = await call('PUT /v1/cart/items/{sku}', { headers: put, params: { sku: 'a' }, body: { quantity: 1 } });
  expect(other.body).toMatchObject({ status: 422, code: 'request.idempotency_key_reused' });
});

describe('a merge of a guest’s cart', () => {
  const user = { id: 'usr_merge', groups: [] };
  const merge = (headers: Record<string, string>, who = user) => call('POST /v1/cart/merge', { headers, user: who });

  test('reports merged, capped and dropped items, and the same again when it is repeated', async () => {
    const headers = await aGuest();
    await sell('fading');
    await add(headers, 'a', 2);
    await add(headers, 'b', 9);
    await add(headers, 'fading', 1);
    await sell('fading', 'archived');
    await Promise.all([stock('a', 10), stock('b', 4)]);

    const merged = await merge(headers);
    const again = await merge(headers);

    expect(merged).toMatchObject({
      status: 200,
      headers: { etag: '"1"' },
      body: {
        cart: { id: 'crt_usr_merge', totals: { total: { amount: 6 * 250 } } },
        merged: [{ sku: 'a', quantity: 2 }],
        capped: [{ sku: 'b', wanted: 9, quantity: 4, reason: 'stock' }],
        dropped: [{ sku: 'fading', quantity: 1, reason: 'not_sold' }],
      },
    });
    expect(cartContract.routes.mergeCart.responses[200].safeParse(merged.body).error).toBeUndefined();
    expect(merged.headers).not.toHaveProperty('idempotent-replayed');
    expect(again).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' }, body: merged.body });
  });

  test('ends the guest’s token for all other users and requests', async () => {
    const headers = await aGuest();
    await merge(headers);

    expect((await call('GET /v1/cart', { headers })).status).toBe(401);
    expect((await add(headers, 'a', 1)).status).toBe(401);
    expect((await merge(headers, { id: 'usr_other', groups: [] })).body.code).toBe('request.unauthenticated');
  });

  test.each([
    ['no token', {}],
    ['an unknown token', { 'x-cart-token': `crt_none.${'A'.repeat(43)}` }],
    ['something else as token', { 'x-cart-token': 'x' }],
  ])('with %s is refused', async (_, headers: Record<string, string>) => {
    expect((await merge(headers)).body).toMatchObject({ status: 401, code: 'request.unauthenticated' });
  });

  test('is refused while an order of the guest is in progress', async () => {
    const { body } = await call('POST /v1/carts');
    const guard = { orderId: 'ord_1', cartVersion: 1, live: true, lines: [{ sku: 'a', quantity: 1 }] };
    await db.table.transact([put({ pk: `guard#${body.id}`, sk: 'guard', ...guard })]);

    expect((await merge({ 'x-cart-token': body.token })).body).toMatchObject({
      status: 409,
      code: 'cart.checkout_in_progress',
    });
  });
});
