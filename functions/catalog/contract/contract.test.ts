import { describe, expect, it, test } from 'vitest';
import { validate } from '../../../shared/http/validation.ts';
import { catalogContract } from './index.ts';

const { body } = catalogContract.routes.createProduct;
const least = { sku: 'a', title: 'A', price: { amount: 1, currency: 'EUR' } };

const problemsOf = (change: object): string[] =>
  body.safeParse({ ...least, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? [];

test('A SKU, a title and a price are enough for an active product.', () => {
  expect(body.parse(least)).toEqual({
    ...least,
    status: 'active',
    categoryIds: [],
    attributes: {},
    variants: [],
    images: [],
  });
});

test('A product that repeats a SKU or a category is refused with the place of the repetition.', () => {
  const variant = (sku: string) => ({ sku, title: sku });

  expect(problemsOf({ variants: [variant('b'), variant('a')] })).toEqual(['variants.1.sku']);
  expect(problemsOf({ variants: [variant('b'), variant('b')] })).toEqual(['variants.1.sku']);
  expect(problemsOf({ categoryIds: ['c', 'd', 'c'] })).toEqual(['categoryIds.2']);
});

test('All parts of a product are limited.', () => {
  const many = (length: number) => Array.from({ length }, (_, index) => `n${index}`);
  const variants = many(91).map((sku) => ({ sku, title: sku }));

  expect(problemsOf({ variants })).toEqual(['variants']);
  expect(problemsOf({ variants: variants.slice(0, 90) })).toEqual([]);
  expect(problemsOf({ categoryIds: many(7) })).toEqual(['categoryIds']);
  expect(problemsOf({ attributes: Object.fromEntries(many(51).map((name) => [name, ''])) })).toEqual(['attributes']);
  expect(problemsOf({ images: many(21).map((name) => `https://img.example/${name}`) })).toEqual(['images']);
  expect(problemsOf({ title: ' ' })).toEqual(['title']);
});

test('A product beyond 48 KB is refused even if none of its parts is too large.', () => {
  const attributes = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, 'x'.repeat(500)]));
  const variants = Array.from({ length: 10 }, (_, index) => ({ sku: `v${index}`, title: 'V', attributes }));

  expect(problemsOf({ variants })).toEqual(['']);
});

test('A refusal of a product names the limit that it breaks.', () => {
  const sentencesOf = (change: object): string[] => {
    const checked = validate(body, { ...least, ...change });
    return 'mistakes' in checked ? checked.mistakes.map(({ detail }) => detail) : [];
  };

  expect(sentencesOf({ attributes: { '': 'x' } })).toEqual(['The name of an attribute has 1 to 64 characters.']);
  expect(sentencesOf({ price: { amount: 100_000_000, currency: 'EUR' } })).toEqual([
    'An amount is at most 99,999,999 in minor units.',
  ]);
  expect(sentencesOf({ description: 'x'.repeat(10_001) })).toEqual(['At most 10,000 characters.']);
});

test('Images must be https URLs.', () => {
  expect(problemsOf({ images: ['http://img.example/a.png'] })).toEqual(['images.0']);
  expect(problemsOf({ images: ['javascript:alert(1)'] })).toEqual(['images.0']);
  expect(problemsOf({ images: ['https://img.example/a.png'] })).toEqual([]);
});

test('Only known members can be included.', () => {
  const { query } = catalogContract.routes.getProduct;

  expect(query.parse({ include: 'stock' })).toEqual({ include: ['stock'] });
  expect(query.parse({ include: '' })).toEqual({ include: [] });
  expect(validate(query, { include: 'stock,secrets' })).toEqual({
    mistakes: [{ path: ['include', 1], code: 'not_an_option', detail: 'One of: stock.' }],
  });
});
describe('an image', () => {
  const image = (url: string) => body.safeParse({ ...least, images: [url] });

  it.each([
    ['http://example.com/a.jpg'],
    ['https:/example.com/a.jpg'],
    ['https:\\\\example.com/a.jpg'],
    ['https://user:pw@example.com/a.jpg'],
    ['https://user@example.com/a.jpg'],
    ['https://169.254.169.254/latest'],
    ['https://2130706433/'],
    ['https://0x7f.1/'],
    ['https://8.8.8.8/'],
    ['https://[::1]/'],
    ['https://[fd00::1]/'],
    ['https://localhost/'],
    ['https://LOCALHOST./'],
    ['https://shop.localhost/'],
    ['https://printer.local/'],
    ['https://db.internal/'],
    ['https://intranet/'],
    ['https://exam\u0000ple.com/'],
    ['https://example.com/\u202egpj.exe'],
    ['https://example.com/\ud800'],
    ['javascript:alert(1)'],
    [`https://example.com/${'é'.repeat(1000)}`],
  ])('%j is refused', (url) => {
    expect(image(url).success).toBe(false);
  });

  it('that is too long in its normal form is refused as such', () => {
    const { error } = image(`https://example.com/${'é'.repeat(1000)}`);

    expect(error?.issues).toMatchObject([{ params: { code: 'too_long' }, message: 'At most 2048 characters.' }]);
  });

  it.each([
    ['https://Images.Example.com/a.jpg', 'https://images.example.com/a.jpg'],
    ['https://example.com/a/../b c.jpg', 'https://example.com/b%20c.jpg'],
    ['https://example.com/"><script>', 'https://example.com/%22%3E%3Cscript%3E'],
    ['https://münchen.example/é', 'https://xn--mnchen-3ya.example/%C3%A9'],
    ['https://example.com:8443/a?b=c#d', 'https://example.com:8443/a?b=c#d'],
  ])('%j is kept as %j', (url, kept) => {
    expect(image(url).data?.images).toEqual([kept]);
  });
});
