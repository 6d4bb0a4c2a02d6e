import { beforeAll, describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, call, expectProblem, type Guest } from './shop.ts';

describe('a cart', () => {
  let guest: Guest;
  let sku: string;

  beforeAll(async () => {
    ({ sku } = await aProduct());
    guest = await aGuest([{ sku, quantity: 1 }]);
  });

  it.each<[string, unknown, string, string]>([
    ['a quantity of 0', { quantity: 0 }, 'too_small', 'At least 1.'],
    ['a negative quantity', { quantity: -1 }, 'too_small', 'At least 1.'],
    ['a huge quantity', { quantity: 1000 }, 'too_large', 'At most 999.'],
    ['a quantity beyond integers', { quantity: 1e300 }, 'too_large', 'At most 999.'],
    ['a fraction', { quantity: 1.5 }, 'wrong_type', 'Must be a whole number.'],
    ['a quantity as text', { quantity: '1' }, 'wrong_type', 'Must be a number.'],
    ['no quantity', { quantity: undefined }, 'required', 'Required.'],
    ['null', { quantity: null }, 'wrong_type', 'Must be a number.'],
    ['no SKU', { sku: undefined }, 'required', 'Required.'],
    [
      'a malformed SKU',
      { sku: 'no spaces allowed' },
      'bad_format',
      'A SKU is 1 to 64 letters, digits, dots, underscores or hyphens.',
    ],
    ['an unknown field', { price: 1 }, 'unknown_field', 'Unknown field.'],
    ['a server-owned field', { unitPrice: { amount: 1, currency: 'EUR' } }, 'unknown_field', 'Unknown field.'],
  ])('refuses %s with a pointer to it', async (_, change, code, detail) => {
    const answer = await call('POST', '/cart/items', {
      headers: guest.headers,
      body: { sku, quantity: 1, ...(change as object) },
    });

    expectProblem(answer, 400, 'request.invalid');
    const member = Object.keys(change as object)[0];
    expect(answer.body.errors).toContainEqual({ pointer: `#/${member}`, code, detail });
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

  it('refuses an unknown SKU, an item that it does not hold, and more pieces than a line may have', async () => {
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

  it('refuses callers without a token or with an unknown or forged one, for any body', async () => {
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

  it('refuses a change that is based on an old version', async () => {
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
