import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenly, sum, takeFrom } from './shards.ts';

const spread = fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 16 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('Pieces are found whenever there are enough in all shards together, and never taken where there are none.', () => {
  fc.assert(
    fc.property(spread, fc.integer({ min: 1, max: 900 }), chance, (available, quantity, random) => {
      const parts = takeFrom(available, quantity, () => random);

      expect(parts !== undefined).toBe(sum(available) >= quantity);
      if (!parts) return;
      expect(sum(parts.map((part) => part.quantity))).toBe(quantity);
      expect(new Set(parts.map(({ shard }) => shard)).size).toBe(parts.length);
      for (const part of parts) {
        expect(part.quantity).toBeGreaterThan(0);
        expect(part.quantity).toBeLessThanOrEqual(available[part.shard] ?? 0);
      }
    }),
  );
});

test('One shard gives all if any can, and else as few as possible.', () => {
  expect(takeFrom([1, 9, 2], 5, () => 0.99)).toEqual([{ shard: 1, quantity: 5 }]);
  expect(takeFrom([1, 4, 3], 6, () => 0)).toEqual([
    { shard: 1, quantity: 4 },
    { shard: 2, quantity: 2 },
  ]);
});

test('Buyers spread over the shards, the more to the fuller ones.', () => {
  const tickets = Array.from({ length: 100 }, (_, index) => (index + 0.5) / 100);
  const chosen = tickets.map((ticket) => takeFrom([10, 0, 30], 1, () => ticket)?.[0]?.shard);

  expect([0, 1, 2].map((shard) => chosen.filter((one) => one === shard).length)).toEqual([25, 0, 75]);
});

test('An even spread loses nothing and differs by one piece at most.', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000_000 }), fc.integer({ min: 1, max: 16 }), (total, shards) => {
      const even = evenly(total, shards);

      expect(even).toHaveLength(shards);
      expect(sum(even)).toBe(total);
      expect(Math.max(...even) - Math.min(...even)).toBeLessThanOrEqual(1);
    }),
  );
});
