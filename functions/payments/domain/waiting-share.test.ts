import fc from 'fast-check';
import { expect, test } from 'vitest';
import { overheld, type Unpaid } from './waiting-share.ts';

const isOver = (unpaid: Unpaid): boolean =>
  overheld(['A'], new Map([['A', unpaid]]), { share: 0.5, atLeast: 5 }).length > 0;

test('Half of a stock may be held by guests who wait for their bank, and five pieces in any case.', () => {
  expect(isOver({ available: 0, held: 500 })).toBe(true);
  expect(isOver({ available: 249, held: 251 })).toBe(true);
  expect(isOver({ available: 250, held: 250 })).toBe(false);
  expect(isOver({ available: 0, held: 5 })).toBe(false);
  expect(isOver({ available: 0, held: 6 })).toBe(true);
});

test('In any interleaving of holds, looks and withdrawals, those who may wait hold no more than the cap.', () => {
  const step = fc.record({ order: fc.nat({ max: 5 }), op: fc.constantFrom('hold', 'look', 'leave') });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 6, maxLength: 6 }),
      fc.array(step, { maxLength: 60 }),
      (stock, sizes, steps) => {
        const held = new Map<number, number>();
        const waiting = new Set<number>();
        const sum = (orders: Iterable<number>) => [...orders].reduce((total, each) => total + (held.get(each) ?? 0), 0);
        for (const { order, op } of steps) {
          const size = sizes[order] ?? 1;
          const all = sum(held.keys());
          if (op === 'hold' && !held.has(order) && all + size <= stock) held.set(order, size);
          else if (op === 'look' && held.has(order) && !waiting.has(order)) {
            if (isOver({ available: stock - all, held: all })) held.delete(order);
            else waiting.add(order);
          } else if (op === 'leave') {
            held.delete(order);
            waiting.delete(order);
          }
          expect(sum(waiting)).toBeLessThanOrEqual(Math.max(5, Math.floor(stock / 2)));
        }
      },
    ),
  );
});
