import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DELTAS, type Delta, move, noStock, onHand, type Stock } from './stock.ts';

const quantity = fc.integer({ min: 1, max: 999 });
const anyDelta = fc.oneof(
  fc.integer({ min: -500, max: 2000 }).map(DELTAS.received),
  quantity.map(DELTAS.reserved),
  quantity.map(DELTAS.committed),
  quantity.map(DELTAS.released),
  quantity.map(DELTAS.deallocated),
);

/** Makes the changes that can be made, one after the other. */
function run(deltas: readonly Delta[]): { stock: Stock; made: Delta[] } {
  let stock = noStock('MUG');
  const made = deltas.filter((delta) => {
    const moved = move(stock, delta);
    if (moved) stock = moved;
    return moved !== undefined;
  });
  return { stock, made };
}

const sum = (deltas: readonly Delta[], level: keyof Delta) => deltas.reduce((total, delta) => total + delta[level], 0);

test('No level is ever negative, whatever is asked in whatever order.', () => {
  fc.assert(
    fc.property(fc.array(anyDelta, { maxLength: 60 }), (deltas) => {
      const { stock } = run(deltas);
      expect(Math.min(stock.available, stock.held, stock.allocated)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('The stock is the sum of its movements, and orders never change how much is on hand.', () => {
  fc.assert(
    fc.property(fc.array(anyDelta, { maxLength: 60 }), (deltas) => {
      const { stock, made } = run(deltas);
      expect(stock.available).toBe(sum(made, 'available'));
      expect(stock.held).toBe(sum(made, 'held'));
      expect(stock.allocated).toBe(sum(made, 'allocated'));
      const received = made.filter(({ held, allocated }) => held === 0 && allocated === 0);
      expect(onHand(stock)).toBe(sum(received, 'available'));
    }),
  );
});

test('A reservation that is undone, held or allocated, leaves the stock as it was.', () => {
  fc.assert(
    fc.property(quantity, quantity, (there, wanted) => {
      fc.pre(wanted <= there);
      const before = { ...noStock('MUG'), available: there };
      const through = (...deltas: Delta[]) =>
        deltas.reduce<Stock | undefined>((stock, delta) => stock && move(stock, delta), before);
      expect(through(DELTAS.reserved(wanted), DELTAS.released(wanted))).toEqual(before);
      expect(through(DELTAS.reserved(wanted), DELTAS.committed(wanted), DELTAS.deallocated(wanted))).toEqual(before);
    }),
  );
});
