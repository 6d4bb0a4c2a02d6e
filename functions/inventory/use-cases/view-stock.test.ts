import { expect, test } from 'vitest';
import { noStock } from '../domain/stock.ts';
import { viewStock } from './view-stock.ts';

const stock = { ...noStock('knife'), available: 3, spread: [3] };

/** A shop that sells a product of this status, or none. */
const shopWith = (status?: 'draft' | 'active' | 'archived') => ({
  getStock: async () => (status ? stock : undefined),
  isSold: async () => status !== undefined,
  getProductStatus: async () => status,
});

test.each(['active', 'archived'] as const)(
  'The stock of a product that is %s is found by everybody.',
  async (status) => {
    expect(await viewStock(shopWith(status), { sku: 'knife', isAdmin: false })).toEqual({ ok: true, value: stock });
    expect(await viewStock(shopWith(status), { sku: 'knife', isAdmin: true })).toEqual({ ok: true, value: stock });
  },
);

test('The stock of a draft is found by admins only.', async () => {
  const shop = shopWith('draft');

  expect(await viewStock(shop, { sku: 'knife', isAdmin: true })).toEqual({ ok: true, value: stock });
  expect(await viewStock(shop, { sku: 'knife', isAdmin: false })).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
});

test.each([true, false])('A SKU that is not sold has no stock (for an admin: %s).', async (isAdmin) => {
  expect(await viewStock(shopWith(), { sku: 'knife', isAdmin })).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
});
