import { expect, test } from 'vitest';
import type { Sellable } from '../../catalog/queries.ts';
import { priceCart } from './priced-cart.ts';

const sellable = (sku: string, amount: number, change: Partial<Sellable> = {}): [string, Sellable] => [
  sku,
  {
    sku,
    productId: `prd_${sku}`,
    title: sku.toUpperCase(),
    unitPrice: { amount, currency: 'EUR' },
    status: 'active',
    ...change,
  },
];

const cart = {
  id: 'crt_1',
  version: 3,
  lines: [
    { sku: 'a', quantity: 2 },
    { sku: 'b', quantity: 1 },
  ],
};

test('A cart shows current titles, prices and exact totals.', () => {
  const shown = priceCart(cart, new Map([sellable('a', 1999), sellable('b', 1)]), 'EUR');

  expect(shown.items).toEqual([
    {
      available: true,
      sku: 'a',
      productId: 'prd_a',
      title: 'A',
      quantity: 2,
      unitPrice: { amount: 1999, currency: 'EUR' },
      lineTotal: { amount: 3998, currency: 'EUR' },
    },
    expect.objectContaining({ sku: 'b', lineTotal: { amount: 1, currency: 'EUR' } }),
  ]);
  expect(shown.totals.total).toEqual({ amount: 3999, currency: 'EUR' });
});

test.each([
  ['archived', [sellable('a', 1999, { status: 'archived' })]],
  ['a draft', [sellable('a', 1999, { status: 'draft' })]],
  ['priced in another currency', [sellable('a', 1999, { unitPrice: { amount: 1999, currency: 'USD' } })]],
  ['unknown', []],
] as const)('An item that is %s is marked and left out of the totals.', (_, known) => {
  const shown = priceCart(cart, new Map([...known, sellable('b', 500)]), 'EUR');

  expect(shown.items[0]).toMatchObject({ available: false, sku: 'a', quantity: 2 });
  expect(shown.items[0]).not.toHaveProperty('unitPrice');
  expect(shown.items[1]).toMatchObject({ available: true, sku: 'b' });
  expect(shown.totals.total.amount).toBe(500);
});

test('An empty cart costs zero in the shop’s currency.', () => {
  expect(priceCart({ id: 'crt_1', version: 0, lines: [] }, new Map(), 'JPY')).toMatchObject({
    currency: 'JPY',
    items: [],
    totals: { total: { amount: 0, currency: 'JPY' } },
  });
});
