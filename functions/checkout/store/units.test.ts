import { expect, test } from 'vitest';
import { putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { guestCart } from '../../cart/testing/guest-cart.ts';
import { skuKey } from '../../catalog/store/keys.ts';
import { ordersPorts } from '../../orders/testing/orders-ports.ts';
import { confirmOrder } from '../../orders/use-cases/end-order.ts';
import { checkoutPorts } from '../testing/checkout-ports.ts';
import { placeOrder } from '../use-cases/place-order.ts';

/**
 * Checks the costs that the key table of the README states, so that no order becomes dearer
 * unnoticed.
 */

const db = tableForTests();

/** A guest's cart with this many lines, all of them for sale. */
async function sellableCart(size: number) {
  const cart = await guestCart(db().table, size);
  const product = { productId: 'prd_01JD4ZK2M3N4P5Q6R7S8T9V0WX', title: 'Linen shirt, white – M' };
  const offer = { ...product, unitPrice: { amount: 2900, currency: 'EUR' }, status: 'active', sold: true };
  for (const { sku } of cart.lines) await db().table.transact([putIfAbsent({ ...skuKey(sku), sku, ...offer })]);
  return cart;
}

/** Places the order of a cart, and confirms it. */
async function unitsOfOrder(cartId: string) {
  const { table, unitsOf } = db();
  const ports = checkoutPorts(table);
  const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
  let orderId = '';
  const place = async () => {
    const placed = await placeOrder(ports, systemClock, {
      ...{ cartId, userId: undefined, key: `key-${cartId}`, bodyHash: 'b'.repeat(43), requestId: 'req_1' },
      ...{ currency: 'EUR', expectedTotal: undefined },
      contact: { email: 'ada@example.com', shippingAddress: address, paymentMethod: 'pm_card_visa' },
    });
    if (placed.ok) orderId = placed.value.order.id;
  };
  return {
    place: await unitsOf(place),
    confirm: await unitsOf(() => confirmOrder(ordersPorts(table), systemClock, orderId)),
  };
}

test.each([
  [1, { place: { read: 4, write: 14 }, confirm: { read: 1, write: 7 } }],
  [40, { place: { read: 43, write: 58 }, confirm: { read: 2, write: 30 } }],
])('An order of %d lines consumes what the key tables of checkout and orders say.', async (size, units) => {
  const cart = await sellableCart(size);

  const consumed = await unitsOfOrder(cart.id);

  expect(consumed).toEqual(units);
});
