import { expect, test } from 'vitest';
import { maySee, type Product, refuseForeignCurrency, sellableSkus, sellerIdOf, skuClaims } from './product.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const shirt: Product = {
  id: 'prd_1',
  sku: 'shirt',
  title: 'Shirt',
  status: 'active',
  price: eur(5000),
  categoryIds: [],
  attributes: {},
  variants: [
    { sku: 'shirt-m', title: 'M', attributes: {} },
    { sku: 'shirt-l', title: 'L', price: eur(5500), attributes: {} },
  ],
  images: [],
  version: 1,
  createdAt: '2026-11-20T12:00:00.000Z',
  updatedAt: '2026-11-20T12:00:00.000Z',
};

test('A product without variants sells its own SKU.', () => {
  expect(skuClaims({ ...shirt, variants: [] })).toEqual([
    { sku: 'shirt', productId: 'prd_1', title: 'Shirt', unitPrice: eur(5000), status: 'active', sold: true },
  ]);
});

test('A product with variants sells their SKUs, at their own price or its own, and reserves its own SKU.', () => {
  const claims = skuClaims(shirt);

  expect(claims.map(({ sku, title, unitPrice, sold }) => [sku, title, unitPrice.amount, sold])).toEqual([
    ['shirt', 'Shirt', 5000, false],
    ['shirt-m', 'Shirt – M', 5000, true],
    ['shirt-l', 'Shirt – L', 5500, true],
  ]);
  expect(sellableSkus(shirt)).toEqual(['shirt-m', 'shirt-l']);
});

test('Prices in a foreign currency are refused, each with its place.', () => {
  const foreign = { amount: 1, currency: 'USD' };

  const refused = refuseForeignCurrency(
    { ...shirt, compareAtPrice: foreign, variants: [{ sku: 'a', title: 'A', price: foreign, attributes: {} }] },
    'EUR',
  );

  expect(refused?.refusal).toMatchObject({
    code: 'catalog.foreign_currency',
    extensions: { errors: [{ pointer: '#/compareAtPrice/currency' }, { pointer: '#/variants/0/price/currency' }] },
  });
  expect(refuseForeignCurrency(shirt, 'EUR')).toBeUndefined();
});

test('Only admins and its own seller see a product that is not active.', () => {
  const draft: Product = { ...shirt, status: 'draft', sellerId: 'user-1' };
  const seenBy = (viewer: { userId?: string; isAdmin: boolean }) => maySee(draft, viewer);

  expect(seenBy({ isAdmin: false })).toBe(false);
  expect(seenBy({ isAdmin: false, userId: 'user-2' })).toBe(false);
  expect(seenBy({ isAdmin: false, userId: 'user-1' })).toBe(true);
  expect(seenBy({ isAdmin: true, userId: 'user-3' })).toBe(true);
  expect(maySee({ ...shirt, status: 'archived' }, { isAdmin: false })).toBe(false);
  expect(maySee(shirt, { isAdmin: false })).toBe(true);
});

test('A seller’s new product belongs to the seller, an admin’s to the shop.', () => {
  expect(sellerIdOf({ userId: 'seller-1', isAdmin: false })).toBe('seller-1');
  expect(sellerIdOf({ userId: 'admin-1', isAdmin: true })).toBeUndefined();
});
