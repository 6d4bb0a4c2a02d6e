import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_QUANTITY } from '../../../shared/kernel/quantity.ts';
import { addItem, type Cart, emptyCart, hasLine, MAX_LINES, removeAll, setQuantity, settle } from './cart.ts';
import type { CartGuard } from './cart-guard.ts';

const cartOf = (lines: Record<string, number>, version = 1): Cart => ({
  id: 'crt_1',
  version,
  lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
});

const guardOf = (lines: Record<string, number>, change: Partial<CartGuard> = {}): CartGuard => ({
  orderId: 'ord_1',
  cartVersion: 1,
  live: false,
  lines: cartOf(lines).lines,
  ...change,
});

const linesOf = ({ lines }: Cart) => Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));

function added(cart: Cart, sku: string, quantity: number): Cart {
  const result = addItem(cart, sku, quantity);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

test('A SKU that is added again keeps its place, and its quantities are summed.', () => {
  const cart = added(added(added(emptyCart('crt_1'), 'a', 2), 'b', 1), 'a', 3);

  expect(cart.lines).toEqual([
    { sku: 'a', quantity: 5 },
    { sku: 'b', quantity: 1 },
  ]);
});

test('A cart holds 40 different items, and accepts more pieces of these.', () => {
  const full = cartOf(Object.fromEntries(Array.from({ length: MAX_LINES }, (_, index) => [`sku-${index}`, 1])));

  expect(addItem(full, 'one-more', 1)).toMatchObject({ refusal: { code: 'cart.too_many_lines' } });
  expect(addItem(full, 'sku-0', 1).ok).toBe(true);
});

test('A cart holds at most 999 pieces of an item, however they are added.', () => {
  expect(linesOf(added(cartOf({ a: 990 }), 'a', 9))).toEqual({ a: MAX_QUANTITY });
  expect(addItem(cartOf({ a: 990 }), 'a', 10)).toMatchObject({ refusal: { code: 'cart.quantity_too_large' } });
});

test('Quantity 0 removes a line, and an equal quantity changes nothing.', () => {
  const cart = cartOf({ a: 1, b: 2 });

  expect(linesOf(setQuantity(cart, 'a', 0))).toEqual({ b: 2 });
  expect(setQuantity(cart, 'b', 2)).toBe(cart);
});

test('A cart in its bought version is empty after the order is confirmed.', () => {
  const settled = settle(cartOf({ a: 1, b: 2 }), guardOf({ a: 1, b: 2 }));

  expect(settled).toMatchObject({ lines: [], settledOrderId: 'ord_1' });
});

test('Items that were added during checkout stay in the cart.', () => {
  const changed = cartOf({ a: 3, b: 1, c: 1 }, 2);

  expect(linesOf(settle(changed, guardOf({ a: 1, b: 2 })))).toEqual({ a: 2, c: 1 });
});

test('A live, missing or settled order leaves the cart unchanged.', () => {
  const cart = { ...cartOf({ a: 1 }), settledOrderId: 'ord_1' };

  expect(settle(cart, undefined)).toBe(cart);
  expect(settle(cart, guardOf({ a: 1 }))).toBe(cart);
  expect(settle(cart, guardOf({ a: 1 }, { orderId: 'ord_2', live: true }))).toBe(cart);
});

const sku = fc.integer({ min: 0, max: 60 }).map((index) => `sku-${index}`);
const step = fc.oneof(
  fc.record({ kind: fc.constant('add'), sku, quantity: fc.integer({ min: 1, max: MAX_QUANTITY }) }),
  fc.record({ kind: fc.constant('change'), sku, quantity: fc.integer({ min: 0, max: MAX_QUANTITY }) }),
  fc.record({ kind: fc.constant('order'), sku, quantity: fc.constant(0) }),
  fc.record({ kind: fc.constant('confirm'), sku, quantity: fc.constant(0) }),
  fc.record({ kind: fc.constant('settle'), sku, quantity: fc.constant(0) }),
  fc.record({ kind: fc.constant('empty'), sku, quantity: fc.constant(0) }),
);

test('Under any interleaving of changes and orders, a cart stays within its limits and settles each order once.', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let cart = emptyCart('crt_1');
      let guard: CartGuard | undefined;
      const save = (after: Cart) => {
        cart = after === cart ? cart : { ...after, version: cart.version + 1 };
      };
      steps.forEach(({ kind, sku, quantity }, index) => {
        const current = settle(cart, guard);
        expect(settle(current, guard)).toBe(current);
        if (kind === 'add') {
          const result = addItem(current, sku, quantity);
          if (result.ok) save(result.value);
        } else if (kind === 'change' && hasLine(current, sku)) save(setQuantity(current, sku, quantity));
        else if (kind === 'empty') save(removeAll(current));
        else if (kind === 'settle') save(current);
        else if (kind === 'confirm' && guard) guard = { ...guard, live: false };
        else if (kind === 'order' && !guard?.live && current === cart && cart.lines.length > 0) {
          guard = { orderId: `ord_${index}`, cartVersion: cart.version, live: true, lines: cart.lines };
        }
        expect(cart.lines.length).toBeLessThanOrEqual(MAX_LINES);
        expect(new Set(cart.lines.map((line) => line.sku)).size).toBe(cart.lines.length);
        for (const line of cart.lines) {
          expect(line.quantity).toBeGreaterThanOrEqual(1);
          expect(line.quantity).toBeLessThanOrEqual(MAX_QUANTITY);
        }
      });
    }),
  );
});
