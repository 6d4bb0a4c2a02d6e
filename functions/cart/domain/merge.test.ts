import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_QUANTITY } from '../../../shared/kernel/quantity.ts';
import { type Cart, emptyCart, MAX_LINES, settleAbsorbed } from './cart.ts';
import type { CartGuard } from './cart-guard.ts';
import { type MergeFacts, mergeLines } from './merge.ts';

const NOW = new Date('2026-11-21T12:00:00Z');

const cartOf = (id: string, lines: Record<string, number>): Cart => ({
  ...emptyCart(id),
  version: 1,
  lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
});
const user = (lines: Record<string, number>) => cartOf('crt_user', lines);
const guest = (lines: Record<string, number>) => cartOf('crt_guest', lines);
const linesOf = ({ lines }: Cart) => Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
const facts = (change: Partial<MergeFacts> = {}): MergeFacts => ({
  isSold: () => true,
  availableOf: () => 10_000,
  inOrder: () => 0,
  now: NOW,
  ...change,
});

test('A merge sums the quantities of both carts, and appends new lines.', () => {
  const { cart, report } = mergeLines(user({ a: 2, b: 1 }), guest({ c: 4, a: 3 }), facts());

  expect(linesOf(cart)).toEqual({ a: 5, b: 1, c: 4 });
  expect(report).toEqual({
    merged: [
      { sku: 'c', quantity: 4 },
      { sku: 'a', quantity: 5 },
    ],
    capped: [],
    dropped: [],
  });
});

test('The stock limits the pieces that are taken over, and the report states the wanted quantity.', () => {
  const { cart, report } = mergeLines(user({ a: 3 }), guest({ a: 4, b: 9, c: 1 }), {
    ...facts(),
    availableOf: (sku) => ({ a: 5, b: 2 })[sku] ?? 0,
  });

  expect(linesOf(cart)).toEqual({ a: 5, b: 2 });
  expect(report).toEqual({
    merged: [],
    capped: [
      { sku: 'a', wanted: 7, quantity: 5, reason: 'stock' },
      { sku: 'b', wanted: 9, quantity: 2, reason: 'stock' },
    ],
    dropped: [{ sku: 'c', quantity: 1, reason: 'out_of_stock' }],
  });
});

test('A merge never reduces the user’s own quantity, even when the stock has shrunk.', () => {
  const { cart, report } = mergeLines(user({ a: 5 }), guest({ a: 1 }), facts({ availableOf: () => 3 }));

  expect(linesOf(cart)).toEqual({ a: 5 });
  expect(report.capped).toEqual([{ sku: 'a', wanted: 6, quantity: 5, reason: 'stock' }]);
});

test('Pieces in a live order of the user need no further stock.', () => {
  const { cart } = mergeLines(user({ a: 5 }), guest({ a: 3 }), facts({ availableOf: () => 2, inOrder: () => 5 }));

  expect(linesOf(cart)).toEqual({ a: 7 });
});

test('A merged cart holds at most 999 pieces and 40 lines, and no item that is not sold.', () => {
  const full = Object.fromEntries(Array.from({ length: MAX_LINES }, (_, index) => [`sku-${index}`, 600]));
  const { cart, report } = mergeLines(
    user(full),
    guest({ 'sku-0': 600, more: 1, gone: 2 }),
    facts({ isSold: (sku) => sku !== 'gone' }),
  );

  expect(linesOf(cart)).toEqual({ ...full, 'sku-0': MAX_QUANTITY });
  expect(report.capped).toEqual([{ sku: 'sku-0', wanted: 1200, quantity: MAX_QUANTITY, reason: 'quantity_limit' }]);
  expect(report.dropped).toEqual([
    { sku: 'more', quantity: 1, reason: 'too_many_lines' },
    { sku: 'gone', quantity: 2, reason: 'not_sold' },
  ]);
});

const quantities = fc.dictionary(
  fc.integer({ min: 0, max: 60 }).map((index) => `sku-${index}`),
  fc.integer({ min: 1, max: MAX_QUANTITY }),
  { maxKeys: MAX_LINES },
);
const stock = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 61, maxLength: 61 });
const unsold = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 20 });
const indexOf = (sku: string) => Number(sku.slice(4));

test('Each piece of both carts is in the merged cart or in the report.', () => {
  fc.assert(
    fc.property(quantities, quantities, stock, unsold, (mine, theirs, available, gone) => {
      const { cart, report } = mergeLines(
        user(mine),
        guest(theirs),
        facts({
          availableOf: (sku) => available[indexOf(sku)] ?? 0,
          isSold: (sku) => !gone.includes(indexOf(sku)),
        }),
      );

      const after = linesOf(cart);
      for (const sku of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
        const capped = report.capped.filter((each) => each.sku === sku);
        const dropped = report.dropped.filter((each) => each.sku === sku);
        const told =
          capped.reduce((sum, { wanted, quantity }) => sum + wanted - quantity, 0) +
          dropped.reduce((sum, { quantity }) => sum + quantity, 0);
        expect((mine[sku] ?? 0) + (theirs[sku] ?? 0), sku).toBe((after[sku] ?? 0) + told);
        expect(after[sku] ?? 0).toBeGreaterThanOrEqual(mine[sku] ?? 0);
        expect(after[sku] ?? 0).toBeLessThanOrEqual(Math.max(mine[sku] ?? 0, available[indexOf(sku)] ?? 0));
      }
      expect(report.merged.length + report.capped.length + report.dropped.length).toBe(Object.keys(theirs).length);
      for (const { sku, quantity } of [...report.merged, ...report.capped]) expect(after[sku]).toBe(quantity);
      expect(cart.lines.length).toBeLessThanOrEqual(MAX_LINES);
      for (const { quantity } of cart.lines) expect(quantity).toBeLessThanOrEqual(MAX_QUANTITY);
    }),
  );
});

const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const guardOf = (lines: Record<string, number>, change: Partial<CartGuard> = {}): CartGuard => ({
  orderId: 'ord_1',
  cartVersion: 1,
  live: false,
  lines: guest(lines).lines,
  ...change,
});

test('A confirmed order of a merged cart is taken out of the user’s cart, but only pieces from that cart.', () => {
  const { cart } = mergeLines(user({ a: 2 }), guest({ a: 3, b: 1 }), facts());
  const settled = (guard: CartGuard) => settleAbsorbed(cart, new Map([['crt_guest', guard]]), later(1));

  expect(settled(guardOf({ a: 9, b: 1 }, { live: true }))).toBe(cart);
  expect(linesOf(settled(guardOf({ a: 9, b: 1 })))).toEqual({ a: 2 });
  expect(settled(guardOf({})).lines).toEqual(cart.lines);
  expect(settled(guardOf({})).absorbed).toBeUndefined();
});

test('An order that was settled before the merge takes nothing out.', () => {
  const { cart } = mergeLines(user({}), { ...guest({ a: 3 }), settledOrderId: 'ord_1' }, facts());

  expect(settleAbsorbed(cart, new Map([['crt_guest', guardOf({ a: 3 })]]), later(1))).toBe(cart);
});

test('A merged cart is forgotten when no checkout that read it can still be running.', () => {
  const { cart } = mergeLines(user({}), guest({ a: 3 }), facts());

  expect(settleAbsorbed(cart, new Map(), later(59_000))).toBe(cart);
  expect(settleAbsorbed(cart, new Map(), later(60_000))).toEqual({ ...cart, absorbed: undefined });
});
