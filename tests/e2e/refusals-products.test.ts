import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { admin, aGuest, aProduct, call, expectProblem } from './shop.ts';

describe('products', () => {
  const valid = () => ({ sku: `T-${randomUUID()}`, title: 'Thing', price: { amount: 100, currency: 'EUR' } });

  it.each<[string, Record<string, unknown>, string, string, string]>([
    ['no SKU', { sku: undefined }, '#/sku', 'required', 'Required.'],
    ['no title', { title: '' }, '#/title', 'too_short', 'Must not be empty.'],
    ['an overlong title', { title: 'x'.repeat(10_000) }, '#/title', 'too_long', 'At most 200 characters.'],
    ['a negative price', { price: { amount: -1, currency: 'EUR' } }, '#/price/amount', 'too_small', 'At least 0.'],
    [
      'a price with fractions',
      { price: { amount: 9.99, currency: 'EUR' } },
      '#/price/amount',
      'wrong_type',
      'Must be a whole number.',
    ],
    [
      'an overflowing price',
      { price: { amount: 2 ** 53, currency: 'EUR' } },
      '#/price/amount',
      'too_large',
      'An amount is at most 99,999,999 in minor units.',
    ],
    ['a price as text', { price: '9.99' }, '#/price', 'wrong_type', 'Must be an object.'],
    [
      'an unknown currency',
      { price: { amount: 1, currency: 'XYZ' } },
      '#/price/currency',
      'bad_format',
      'Not an ISO 4217 currency code.',
    ],
    ['an unknown field', { stock: 5 }, '#/stock', 'unknown_field', 'Unknown field.'],
    ['a server-owned field', { id: 'prd_1' }, '#/id', 'unknown_field', 'Unknown field.'],
    [
      'an image without an https URL',
      { images: ['javascript:alert(1)'] },
      '#/images/0',
      'bad_format',
      'Not an https URL.',
    ],
  ])('with %s are refused', async (_, change, pointer, code, detail) => {
    const answer = await call('POST', '/products', { headers: await admin(), body: { ...valid(), ...change } });

    expectProblem(answer, 400, 'request.invalid');
    expect(answer.body.errors).toContainEqual({ pointer, code, detail });
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

  it('are changed and archived only with the ETag of their current version', async () => {
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

  it('are written by admins only: API Gateway refuses requests without a valid token', async () => {
    const { headers } = await aGuest();
    for (const wrong of [{}, headers, { authorization: 'Bearer a.b.c' }] as Record<string, string>[]) {
      expect((await call('POST', '/products', { headers: wrong, body: valid() })).status).toBe(401);
      expect((await call('PUT', '/inventory/ANY', { headers: wrong, body: { onHand: 1, reason: 'x' } })).status).toBe(
        401,
      );
    }
  });
});
