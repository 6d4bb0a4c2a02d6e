import { expect, test } from 'vitest';
import { catalogContract } from './index.ts';

const { body } = catalogContract.routes.createProduct;
const least = { sku: 'a', title: 'A', price: { amount: 1, currency: 'EUR' } };

const problemsOf = (change: object): string[] =>
  body.safeParse({ ...least, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? [];

test('a SKU, a title and a price are enough for a product on sale', () => {
  expect(body.parse(least)).toEqual({
    ...least,
    status: 'active',
    categoryIds: [],
    attributes: {},
    variants: [],
    images: [],
  });
});

test('a product that repeats a SKU or a category is refused where it does', () => {
  const variant = (sku: string) => ({ sku, title: sku });

  expect(problemsOf({ variants: [variant('b'), variant('a')] })).toEqual(['variants.1.sku']);
  expect(problemsOf({ variants: [variant('b'), variant('b')] })).toEqual(['variants.1.sku']);
  expect(problemsOf({ categoryIds: ['c', 'd', 'c'] })).toEqual(['categoryIds.2']);
});

test('what a product holds is bounded', () => {
  const many = (length: number) => Array.from({ length }, (_, index) => `n${index}`);
  const variants = many(91).map((sku) => ({ sku, title: sku }));

  expect(problemsOf({ variants })).toEqual(['variants']);
  expect(problemsOf({ variants: variants.slice(0, 90) })).toEqual([]);
  expect(problemsOf({ categoryIds: many(7) })).toEqual(['categoryIds']);
  expect(problemsOf({ attributes: Object.fromEntries(many(51).map((name) => [name, ''])) })).toEqual(['attributes']);
  expect(problemsOf({ images: many(21).map((name) => `https://img.example/${name}`) })).toEqual(['images']);
  expect(problemsOf({ title: ' ' })).toEqual(['title']);
});

test('a product beyond 48 KB is refused even if each of its parts is not too large', () => {
  const attributes = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, 'x'.repeat(500)]));
  const variants = Array.from({ length: 10 }, (_, index) => ({ sku: `v${index}`, title: 'V', attributes }));

  expect(problemsOf({ variants })).toEqual(['']);
});

test('images are https URLs', () => {
  expect(problemsOf({ images: ['http://img.example/a.png'] })).toEqual(['images.0']);
  expect(problemsOf({ images: ['javascript:alert(1)'] })).toEqual(['images.0']);
  expect(problemsOf({ images: ['https://img.example/a.png'] })).toEqual([]);
});

test('only known members can be included', () => {
  const { query } = catalogContract.routes.getProduct;

  expect(query.parse({ include: 'stock' })).toEqual({ include: ['stock'] });
  expect(query.safeParse({ include: 'stock,secrets' }).success).toBe(false);
});
