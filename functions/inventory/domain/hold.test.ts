import { expect, test } from 'vitest';
import { hasLapsed, hold, mergeLines, tombstone } from './hold.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');

test('The same SKU in several lines is held once, with all its pieces.', () => {
  const lines = mergeLines([
    { sku: 'A', quantity: 2 },
    { sku: 'B', quantity: 1 },
    { sku: 'A', quantity: 3 },
  ]);
  expect(lines).toEqual([
    { sku: 'A', quantity: 5 },
    { sku: 'B', quantity: 1 },
  ]);
});

test('A hold lapses at the fifteenth minute, not before, and an allocation never.', () => {
  const held = hold('ord_1', [{ sku: 'A', quantity: 1 }], noon);
  const end = new Date('2026-11-20T12:15:00.000Z');
  expect(hasLapsed(held, new Date(end.getTime() - 1))).toBe(false);
  expect(hasLapsed(held, end)).toBe(true);
  expect(hasLapsed({ ...held, state: 'allocated' }, end)).toBe(false);
  expect(hasLapsed(tombstone('ord_1', noon), end)).toBe(false);
});
