import { describe, expect, test } from 'vitest';
import type { CartGuard } from '../../cart/queries.ts';
import { cartsToClose, refuseCart } from './cart-guard.ts';

const lines = [{ sku: 'MUG', quantity: 2 }];
const cart = { id: 'crt_1', version: 3, lines, absorbed: [] };
const confirmed: CartGuard = { orderId: 'ord_1', cartVersion: 3, live: false, lines };

describe('A cart', () => {
  test('without an order can be bought, unless it is empty or not there.', () => {
    expect(refuseCart(cart, undefined)).toBeUndefined();
    expect(refuseCart({ ...cart, lines: [] }, undefined)).toMatchObject({ refusal: { code: 'orders.cart_empty' } });
    expect(refuseCart(undefined, undefined)).toMatchObject({ refusal: { code: 'orders.cart_empty' } });
  });

  test('whose order is being placed cannot be bought again.', () => {
    const refused = refuseCart(cart, { ...confirmed, live: true });

    expect(refused).toMatchObject({ refusal: { code: 'orders.checkout_in_progress' } });
  });

  test('whose order is confirmed is empty until it is changed, and then waits to be settled.', () => {
    expect(refuseCart(cart, confirmed)).toMatchObject({ refusal: { code: 'orders.cart_empty' } });
    expect(refuseCart({ ...cart, version: 4 }, confirmed)).toMatchObject({
      refusal: { code: 'orders.checkout_in_progress' },
    });
    expect(refuseCart({ ...cart, version: 4, settledOrderId: 'ord_1' }, confirmed)).toBeUndefined();
  });
});

describe('Of merged carts', () => {
  test('those are closed that nobody bought or whose order is settled; those closed before are left.', () => {
    const merged = [
      { cartId: 'crt_new', guard: undefined },
      { cartId: 'crt_settled', settledOrderId: 'ord_1', guard: confirmed },
      { cartId: 'crt_closed', guard: { ...confirmed, orderId: 'ord_2', lines: [] } },
    ];

    expect(cartsToClose(merged)).toEqual([
      { cartId: 'crt_new', guard: undefined },
      { cartId: 'crt_settled', guard: confirmed },
    ]);
  });

  test('none can be closed while an order of one is live or not yet settled.', () => {
    expect(cartsToClose([{ cartId: 'crt_1', guard: { ...confirmed, live: true } }])).toBeUndefined();
    expect(cartsToClose([{ cartId: 'crt_1', settledOrderId: 'ord_0', guard: confirmed }])).toBeUndefined();
  });
});
