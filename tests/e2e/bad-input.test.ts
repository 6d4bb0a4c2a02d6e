import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, type Answer, admin, aGuest, aProduct, buy, call, type Guest, orderBody, stockOf } from './shop.ts';

function expectProblem(answer: Answer, status: number, code: string) {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: `urn:souk:problem:${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    requestId: expect.any(String),
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.(ts|js):\d+/);
}

describe('a cart', () => {
  let guest: Guest;
  let sku: string;

  beforeAll(async () => {
    ({ sku } = await aProduct());
    guest = await aGuest([{ sku, quantity: 1 }]);
  });

  it.each<[string, unknown]>([
    ['a quantity of 0', { quantity: 0 }],
    ['a negative quantity', { quantity: -1 }],
    ['a huge quantity', { quantity: 1000 }],
    ['a quantity beyond integers', { quantity: 1e300 }],
    ['a fraction', { quantity: 1.5 }],
    ['a quantity as text', { quantity: '1' }],
    ['no quantity', { quantity: undefined }],
    ['null', { quantity: null }],
    ['no SKU', { sku: undefined }],
    ['a SKU that is none', { sku: 'no spaces allowed' }],
    ['an unknown field', { price: 1 }],
    ['a server-owned field', { unitPrice: { amount: 1, currency: 'EUR' } }],
  ])('refuses %s with a pointer to it', async (_, change) => {
    const answer = await call('POST', '/cart/items', {
      headers: guest.headers,
      body: { sku, quantity: 1, ...(change as object) },
    });

    expectProblem(answer, 400, 'request.invalid');
    const member = Object.keys(change as object)[0];
    expect(answer.body.errors).toContainEqual({ pointer: `#/${member}`, detail: expect.any(String) });
    const cart = await call('GET', '/cart', { headers: guest.headers });
    expect(cart.body.items).toMatchObject([{ sku, quantity: 1 }]);
  });

  it.each([
    ['not JSON', '{"sku":'],
    ['an array', '[]'],
    ['empty', ''],
    ['a string', '"sku"'],
  ])('refuses a body that is %s', async (_, raw) => {
    expectProblem(await call('POST', '/cart/items', { headers: guest.headers, raw }), 400, 'request.invalid');
  });

  it('refuses an unknown SKU, an item that is not in it, and more pieces than a line may hold', async () => {
    const unknown = await call('POST', '/cart/items', {
      headers: guest.headers,
      body: { sku: 'NO-SUCH-SKU', quantity: 1 },
    });
    expectProblem(unknown, 422, 'cart.unknown_sku');
    const absent = await call('DELETE', '/cart/items/NO-SUCH-SKU', { headers: guest.headers });
    expectProblem(absent, 404, 'request.not_found');
    const tooMany = await call('POST', '/cart/items', { headers: guest.headers, body: { sku, quantity: 999 } });
    expectProblem(tooMany, 422, 'cart.quantity_too_large');
  });

  it('refuses a 41st line', async () => {
    const products = await Promise.all(Array.from({ length: 41 }, () => aProduct({ onHand: 1 })));
    const full = await aGuest(products.slice(0, 40).map((product) => ({ sku: product.sku, quantity: 1 })));

    const answer = await call('POST', '/cart/items', {
      headers: full.headers,
      body: { sku: products[40]?.sku, quantity: 1 },
    });

    expectProblem(answer, 422, 'cart.too_many_lines');
    const bought = await buy(full, { wait: 15 });
    expect(bought.body).toMatchObject({ status: 'confirmed' });
    expect(bought.body.items).toHaveLength(40);
  });

  it('is closed to whoever has no token, an unknown token or a forged access token, whatever the body', async () => {
    const { headers } = await aGuest();
    const [cartId] = headers['x-cart-token'].split('.');
    for (const wrong of [
      {},
      { 'x-cart-token': 'nonsense' },
      { 'x-cart-token': `${cartId}.${'A'.repeat(43)}` },
      { authorization: 'Bearer a.b.c' },
      { authorization: 'Basic abc' },
    ] as Record<string, string>[]) {
      expectProblem(await call('GET', '/cart', { headers: wrong }), 401, 'request.unauthenticated');
      expectProblem(
        await call('POST', '/cart/items', { headers: wrong, body: { bad: 1 } }),
        401,
        'request.unauthenticated',
      );
    }
  });

  it('refuses a change that is based on a version of long ago', async () => {
    const own = await aGuest([{ sku, quantity: 1 }]);
    const etag = (await call('GET', '/cart', { headers: own.headers })).headers.get('etag') ?? '';
    await call('PUT', `/cart/items/${sku}`, { headers: own.headers, body: { quantity: 2 } });

    const stale = await call('PUT', `/cart/items/${sku}`, {
      headers: { ...own.headers, 'if-match': etag },
      body: { quantity: 3 },
    });

    expectProblem(stale, 412, 'request.version_mismatch');
    expect((await call('GET', '/cart', { headers: own.headers })).body.items).toMatchObject([{ quantity: 2 }]);
  });
});

describe('checkout', () => {
  let guest: Guest;
  let sku: string;

  beforeAll(async () => {
    ({ sku } = await aProduct());
    guest = await aGuest([{ sku, quantity: 1 }]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no email', { email: undefined }, '#/email'],
    ['an email that is none', { email: 'ada' }, '#/email'],
    ['no address', { shippingAddress: undefined }, '#/shippingAddress'],
    ['an address without a city', { shippingAddress: { ...ADDRESS, city: undefined } }, '#/shippingAddress/city'],
    ['a country that is no code', { shippingAddress: { ...ADDRESS, country: 'Germany' } }, '#/shippingAddress/country'],
    ['an overlong name', { shippingAddress: { ...ADDRESS, name: 'x'.repeat(201) } }, '#/shippingAddress/name'],
    ['no payment method', { paymentMethod: undefined }, '#/paymentMethod'],
    ['a card number', { paymentMethod: '4242424242424242' }, '#/paymentMethod'],
    ['an unknown field', { total: 1 }, '#/total'],
    ['a negative total', { expectedTotal: { amount: -1, currency: 'EUR' } }, '#/expectedTotal/amount'],
    ['a total of no currency', { expectedTotal: { amount: 1, currency: 'EURO' } }, '#/expectedTotal/currency'],
  ])('refuses %s', async (_, change, pointer) => {
    const answer = await buy(guest, { body: change });

    expectProblem(answer, 400, 'request.invalid');
    expect(answer.body.errors).toContainEqual({ pointer, detail: expect.any(String) });
  });

  it('refuses to go without an Idempotency-Key, or with one that is too long', async () => {
    const without = await call('POST', '/orders', { headers: guest.headers, body: orderBody(guest) });
    expectProblem(without, 400, 'request.invalid');
    expect(without.body.errors).toContainEqual({ pointer: '#/headers/idempotency-key', detail: expect.any(String) });
    expectProblem(await buy(guest, { key: 'x'.repeat(256) }), 400, 'request.invalid');
  });

  it('refuses an empty cart, and a buyer without a token', async () => {
    expectProblem(await buy(await aGuest()), 422, 'orders.cart_empty');
    expectProblem(await buy({ ...guest, headers: { 'x-cart-token': '' } }), 401, 'request.unauthenticated');
  });

  it('refuses another total than expected, with the totals that it would charge, and buys nothing', async () => {
    const changed = await buy(guest, { body: { expectedTotal: { amount: 1, currency: 'EUR' } } });
    expectProblem(changed, 409, 'orders.total_changed');
    expect(changed.body.totals.total).toEqual({ amount: 1999, currency: 'EUR' });
    const foreign = await buy(guest, { body: { expectedTotal: { amount: 1999, currency: 'USD' } } });
    expectProblem(foreign, 409, 'orders.total_changed');
    expect(await stockOf(sku)).toMatchObject({ available: 10, held: 0, allocated: 0 });
    expect((await call('GET', '/orders', { headers: guest.headers })).body.items).toEqual([]);
  });

  it('charges the price of now: a price that changed since is told, then charged when accepted', async () => {
    const { sku: changing, product, etag } = await aProduct({ price: 1000 });
    const buyer = await aGuest([{ sku: changing, quantity: 2 }]);
    const { id, version, createdAt, updatedAt, sellerId, ...fields } = product;
    const updated = await call('PUT', `/products/${id}`, {
      headers: { ...(await admin()), 'if-match': etag },
      body: { ...fields, price: { amount: 1200, currency: 'EUR' } },
    });
    expect(updated.status).toBe(200);

    const refused = await buy(buyer, { body: { expectedTotal: { amount: 2000, currency: 'EUR' } } });
    const bought = await buy(buyer, { body: { expectedTotal: refused.body.totals.total } });

    expectProblem(refused, 409, 'orders.total_changed');
    expect(bought.body).toMatchObject({ status: 'confirmed', totals: { total: { amount: 2400 } } });
  });

  it('refuses a product that was archived since it was put into the cart', async () => {
    const { sku: gone, product, etag } = await aProduct();
    const buyer = await aGuest([{ sku: gone, quantity: 1 }]);
    const archived = await call('DELETE', `/products/${product.id}`, {
      headers: { ...(await admin()), 'if-match': etag },
    });
    expect(archived.status).toBeLessThan(300);

    const answer = await buy(buyer);

    expectProblem(answer, 409, 'orders.item_unavailable');
    expect(answer.body.skus).toEqual([gone]);
    const cart = await call('GET', '/cart', { headers: buyer.headers });
    expect(cart.body).toMatchObject({ items: [{ sku: gone, available: false }], totals: { total: { amount: 0 } } });
  });

  it('rejects a payment method that the provider does not know, and gives the stock back', async () => {
    const buyer = await aGuest([{ sku, quantity: 1 }]);

    const { body } = await buy(buyer, { paymentMethod: 'pm_no_such_card' });

    expect(body.status).toBe('rejected');
    expect(body.rejection.code).toMatch(/^payments\./);
    expect(await stockOf(sku)).toMatchObject({ available: 10, held: 0, allocated: 0 });
  });
});

describe('orders', () => {
  it('tells nothing of unknown ids, and refuses unknown filters and cursors', async () => {
    const { headers } = await aGuest();
    expectProblem(await call('GET', '/orders/ord_unknown', { headers }), 404, 'request.not_found');
    expectProblem(await call('GET', '/orders/ord_unknown/status', { headers }), 404, 'request.not_found');
    expectProblem(await call('GET', '/orders/ord_unknown/events', { headers }), 404, 'request.not_found');
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=x',
      'cursor=nonsense',
      'colour=red',
      'status=pending',
      'status=odd',
    ]) {
      expectProblem(await call('GET', `/orders?${query}`, { headers }), 400, 'request.invalid');
    }
  });

  it('lets an admin see them all, filtered by status and day', async () => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const { body: order } = await buy(guest);
    const today = order.createdAt.slice(0, 10);

    const own = await call('GET', `/orders/${order.id}`, { headers: await admin() });
    const list = await call('GET', `/orders?status=confirmed&from=${today}&to=${today}&limit=100`, {
      headers: await admin(),
    });

    expect(own.body).toEqual(order);
    expect(list.status).toBe(200);
    expect(list.body.items.every(({ status }: { status: string }) => status === 'confirmed')).toBe(true);
    expectProblem(
      await call('GET', '/orders?from=2026-02-02&to=2026-02-01', { headers: await admin() }),
      400,
      'request.invalid',
    );
    expectProblem(await call('GET', '/orders?from=yesterday', { headers: await admin() }), 400, 'request.invalid');
  });
});

describe('products', () => {
  const valid = () => ({ sku: `T-${randomUUID()}`, title: 'Thing', price: { amount: 100, currency: 'EUR' } });

  it.each<[string, Record<string, unknown>, string]>([
    ['no SKU', { sku: undefined }, '#/sku'],
    ['no title', { title: '' }, '#/title'],
    ['an overlong title', { title: 'x'.repeat(10_000) }, '#/title'],
    ['a negative price', { price: { amount: -1, currency: 'EUR' } }, '#/price/amount'],
    ['a price with fractions', { price: { amount: 9.99, currency: 'EUR' } }, '#/price/amount'],
    ['an overflowing price', { price: { amount: 2 ** 53, currency: 'EUR' } }, '#/price/amount'],
    ['a price as text', { price: '9.99' }, '#/price'],
    ['an unknown currency', { price: { amount: 1, currency: 'XYZ' } }, '#/price/currency'],
    ['an unknown field', { stock: 5 }, '#/stock'],
    ['a server-owned field', { id: 'prd_1' }, '#/id'],
    ['an image that is no https URL', { images: ['javascript:alert(1)'] }, '#/images/0'],
  ])('with %s are refused', async (_, change, pointer) => {
    const answer = await call('POST', '/products', { headers: await admin(), body: { ...valid(), ...change } });

    expectProblem(answer, 400, 'request.invalid');
    expect(answer.body.errors).toContainEqual({ pointer, detail: expect.any(String) });
  });

  it('in another currency than the shop’s, of an unknown category or with a SKU that is taken are refused', async () => {
    const headers = await admin();
    const foreign = await call('POST', '/products', {
      headers,
      body: { ...valid(), price: { amount: 1, currency: 'USD' } },
    });
    expectProblem(foreign, 422, 'catalog.foreign_currency');
    const homeless = await call('POST', '/products', { headers, body: { ...valid(), categoryIds: ['cat_unknown'] } });
    expectProblem(homeless, 422, 'catalog.unknown_category');
    const { sku } = await aProduct();
    expectProblem(await call('POST', '/products', { headers, body: { ...valid(), sku } }), 409, 'catalog.sku_taken');
  });

  it('need the version that was read to be changed or archived', async () => {
    const { product, etag } = await aProduct();
    const headers = await admin();
    const body = { sku: product.sku, title: 'Renamed', price: product.price };

    expectProblem(
      await call('PUT', `/products/${product.id}`, { headers, body }),
      428,
      'request.precondition_required',
    );
    expectProblem(await call('DELETE', `/products/${product.id}`, { headers }), 428, 'request.precondition_required');
    const stale = await call('PUT', `/products/${product.id}`, { headers: { ...headers, 'if-match': '"99"' }, body });
    expectProblem(stale, 412, 'request.version_mismatch');
    const garbled = await call('PUT', `/products/${product.id}`, { headers: { ...headers, 'if-match': '1' }, body });
    expectProblem(garbled, 400, 'request.invalid');
    const unknown = await call('PUT', '/products/prd_unknown', { headers, body });
    expectProblem(unknown, 404, 'request.not_found');
    const good = await call('PUT', `/products/${product.id}`, { headers: { ...headers, 'if-match': etag }, body });
    expect(good).toMatchObject({ status: 200, body: { title: 'Renamed', version: product.version + 1 } });
  });

  it('are written by admins only: API Gateway refuses whoever brings no valid token', async () => {
    const { headers } = await aGuest();
    for (const wrong of [{}, headers, { authorization: 'Bearer a.b.c' }] as Record<string, string>[]) {
      expect((await call('POST', '/products', { headers: wrong, body: valid() })).status).toBe(401);
      expect((await call('PUT', '/inventory/ANY', { headers: wrong, body: { onHand: 1, reason: 'x' } })).status).toBe(
        401,
      );
    }
  });
});

describe('stock', () => {
  let sku: string;

  beforeAll(async () => {
    ({ sku } = await aProduct({ onHand: 10 }));
  });

  it.each<[string, Record<string, unknown>]>([
    ['a negative count', { onHand: -1, reason: 'x' }],
    ['a fraction', { onHand: 1.5, reason: 'x' }],
    ['text', { onHand: '5', reason: 'x' }],
    ['an overflow', { onHand: 1e300, reason: 'x' }],
    ['no reason', { onHand: 5 }],
    ['count and adjustment at once', { onHand: 5, adjustBy: 1, reason: 'x' }],
    ['an unknown field', { onHand: 5, reason: 'x', available: 3 }],
    ['nothing', {}],
  ])('refuses %s', async (_, body) => {
    const answer = await call('PUT', `/inventory/${sku}`, { headers: { ...(await admin()), 'if-match': '*' }, body });

    expectProblem(answer, 400, 'request.invalid');
    expect(await stockOf(sku)).toMatchObject({ available: 10 });
  });

  it('is counted on the version that was read, adjusted once per key, and unknown for unknown SKUs', async () => {
    const headers = await admin();
    expectProblem(
      await call('PUT', `/inventory/${sku}`, { headers, body: { onHand: 5, reason: 'x' } }),
      428,
      'request.precondition_required',
    );
    expectProblem(
      await call('PUT', `/inventory/${sku}`, {
        headers: { ...headers, 'if-match': '"77"' },
        body: { onHand: 5, reason: 'x' },
      }),
      412,
      'request.version_mismatch',
    );
    expectProblem(
      await call('PUT', '/inventory/NO-SUCH-SKU', { headers, body: { onHand: 5, reason: 'x' } }),
      404,
      'request.not_found',
    );
    expectProblem(
      await call('PUT', `/inventory/${sku}`, { headers, body: { adjustBy: 2, reason: 'x' } }),
      400,
      'request.invalid',
    );
    const key = { ...headers, 'idempotency-key': randomUUID() };
    const adjust = () => call('PUT', `/inventory/${sku}`, { headers: key, body: { adjustBy: 2, reason: 'found' } });
    const answers = await Promise.all([adjust(), adjust(), adjust()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await stockOf(sku)).toMatchObject({ available: 12 });
    const other = await call('PUT', `/inventory/${sku}`, { headers: key, body: { adjustBy: 3, reason: 'found' } });
    expectProblem(other, 422, 'inventory.idempotency_key_reused');
  });
});

describe('what is nowhere', () => {
  it('is told as 404, as 405 with the methods that there are, and as 400 for a login that is no login', async () => {
    expectProblem(await call('GET', '/nowhere'), 404, 'request.not_found');
    const wrongMethod = await call('DELETE', '/products');
    expectProblem(wrongMethod, 405, 'request.method_not_allowed');
    expect(wrongMethod.headers.get('allow')).toBe('GET, POST');
    expectProblem(await call('POST', '/users/login', { body: { email: 'x' } }), 400, 'request.invalid');
    const wrong = await call('POST', '/users/login', {
      body: { email: 'nobody@example.com', password: 'Wrong-password-1' },
    });
    expectProblem(wrong, 401, 'users.invalid_credentials');
  });
});
