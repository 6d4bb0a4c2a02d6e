import { expect, test } from 'vitest';
import { put } from '../../../shared/dynamodb/actions.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { cartQueries } from '../queries.ts';
import { guestCart } from '../testing/guest-cart.ts';
import { settleOrder } from '../use-cases/settle-order.ts';
import { cartStore } from './cart-store.ts';
import { guardKey } from './keys.ts';

const db = tableForTests();

test.each([
  [1, { read: 2, write: 2 }],
  [40, { read: 2, write: 4 }],
])('Settling a bought cart of %d lines consumes the units of the README’s key table.', async (size, units) => {
  const { table, unitsOf } = db();
  const { id, version, lines } = await guestCart(table, size);
  await table.transact([put({ ...guardKey(id), orderId: 'ord_1', cartVersion: version, live: false, lines })]);
  const { getCartGuard } = cartQueries(table);
  const ports = { store: cartStore(table, systemClock), getCartGuard, clock: systemClock };

  const settled = await unitsOf(() => settleOrder(ports, { cartId: id }));

  expect(settled).toEqual(units);
});
