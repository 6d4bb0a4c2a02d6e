import { afterAll, beforeAll, expect, test } from 'vitest';
import { putIfAbsent } from '../shared/dynamodb/actions.ts';
import { startTestTable, type TestTable } from '../shared/testing/dynamodb.ts';
import { cartQueries } from './cart/queries.ts';
import { cartStore } from './cart/store/cart-store.ts';
import { settleOrder } from './cart/use-cases/settle-order.ts';
import { catalogQueries } from './catalog/queries.ts';
import { skuKey } from './catalog/store/keys.ts';
import { stockStore } from './inventory/store/stock-store.ts';
import { changeStock } from './inventory/use-cases/change-stock.ts';
import { commitStock } from './inventory/use-cases/commit-stock.ts';
import { releaseStock, reserveStock } from './inventory/use-cases/reserve-stock.ts';
import { ordersStore } from './orders/store/orders-store.ts';
import { confirmOrder } from './orders/use-cases/end-order.ts';
import { placeOrder } from './orders/use-cases/place-order.ts';
import { paymentsStore } from './payments/store/payments-store.ts';
import { inMemoryProvider } from './payments/testing/in-memory-provider.ts';
import { authorizePayment, cancelPayment } from './payments/use-cases/authorize-payment.ts';
import { capturePayment } from './payments/use-cases/capture-payment.ts';
import { usersQueries } from './users/queries.ts';
import { usersStore } from './users/store/users-store.ts';
import { addToBook } from './users/use-cases/change-addresses.ts';
import { changeProfile } from './users/use-cases/change-profile.ts';
import { eraseUser } from './users/use-cases/erase-user.ts';
import { findUser } from './users/use-cases/find-user.ts';

/** The costs that the key tables of the READMEs state: an order that costs more than this has become dearer. */

let db: TestTable;

beforeAll(async () => {
  db = await startTestTable();
});

afterAll(() => db.stop());

const clock = { now: () => new Date() };

/** A cart with so many lines of what is sold and in stock. */
async function aCart(size: number) {
  const lines = Array.from({ length: size }, (_, index) => ({ sku: `SHIRT-LINEN-${size}-${index}`, quantity: 2 }));
  const stock = { ...stockStore(db.table), isSold: async () => true };
  for (const { sku } of lines) {
    const unitPrice = { amount: 2900, currency: 'EUR' };
    const sellable = { sku, productId: 'prd_01JD4ZK2M3N4P5Q6R7S8T9V0WX', title: 'Linen shirt, white – M', unitPrice };
    await db.table.transact([putIfAbsent({ ...skuKey(sku), ...sellable, status: 'active', sold: true })]);
    const change = { kind: 'set', onHand: 10 } as const;
    const request = { sku, change, reason: 'count', changedBy: 'usr_1', requestId: 'req_1' };
    await changeStock(stock, clock, { ...request, checkVersion: () => undefined });
  }
  const id = `crt_${size}`;
  await cartStore(db.table, clock).save({ id, version: 0, lines, tokenHash: 'h'.repeat(43) });
  return { id, lines };
}

/** Everything that the tables see of an order, from checkout to its confirmation and, at last, the undo of it all. */
async function lifeOf(size: number) {
  const { id: cartId, lines } = await aCart(size);
  const [stock, orders, carts] = [stockStore(db.table), ordersStore(db.table), cartStore(db.table, clock)];
  const payments = paymentsStore(db.table);
  const paymentPorts = { ...payments, provider: inMemoryProvider(), clock, answerTask: async () => {} };
  let orderId = '';
  const place = async () => {
    const { getSellables } = catalogQueries(db.table);
    const shippingAddress = {
      name: 'Ada',
      line1: '1 Market Street',
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    };
    const placed = await placeOrder({ store: orders, getCart: cartQueries(db.table).getCart, getSellables }, clock, {
      ...{ cartId, userId: undefined, key: `key-${size}`, bodyHash: 'b'.repeat(43), requestId: 'req_1' },
      ...{ currency: 'EUR', expectedTotal: undefined },
      contact: { email: 'ada@example.com', shippingAddress, paymentMethod: 'pm_card_visa' },
      emailHash: 'h'.repeat(43),
    });
    if (placed.ok) orderId = placed.value.order.id;
  };
  const order = () => ({
    ...{ id: orderId, status: 'pending', paymentMethod: 'pm_good' },
    total: { amount: 5800 * size, currency: 'EUR' },
  });
  return {
    place: await db.unitsOf(place),
    reserve: await db.unitsOf(() => reserveStock(stock, clock, { orderId, lines })),
    authorize: await db.unitsOf(() => authorizePayment(paymentPorts, { order: order(), taskToken: 'token' })),
    commit: await db.unitsOf(() => commitStock(stock, clock, { orderId })),
    capture: await db.unitsOf(() => capturePayment(paymentPorts, { orderId })),
    confirm: await db.unitsOf(() => confirmOrder(orders, clock, orderId)),
    settle: await db.unitsOf(() => settleOrder({ store: carts, getCartGuard: orders.getGuard, clock }, { cartId })),
    release: await db.unitsOf(() => releaseStock(stock, clock, { orderId, orderStatus: 'pending' })),
    refund: await db.unitsOf(() => cancelPayment(paymentPorts, { order: order() })),
    releaseNothing: await db.unitsOf(() =>
      releaseStock(stock, clock, { orderId: `none-${size}`, orderStatus: 'pending' }),
    ),
  };
}

test('An order of one line consumes what the key tables say.', async () => {
  expect(await lifeOf(1)).toEqual({
    place: { read: 4, write: 13 },
    reserve: { read: 0, write: 8 },
    authorize: { read: 1, write: 12 },
    commit: { read: 1, write: 8 },
    capture: { read: 1, write: 4 },
    confirm: { read: 1, write: 6 },
    settle: { read: 2, write: 2 },
    release: { read: 1, write: 7 },
    refund: { read: 1, write: 8 },
    releaseNothing: { read: 1, write: 2 },
  });
});

test('An order of forty lines consumes what the key tables say.', async () => {
  expect(await lifeOf(40)).toMatchObject({
    place: { read: 43, write: 50 },
    reserve: { read: 0, write: 206 },
    commit: { read: 1, write: 206 },
    confirm: { read: 2, write: 22 },
    settle: { read: 2, write: 4 },
    release: { read: 1, write: 204 },
  });
});

test('An account consumes what the key table of users says.', async () => {
  const store = usersStore(db.table);
  const account = { userId: 'usr_units', username: 'usr_units', email: 'ada@example.com', emailVerified: true };
  const directory = { findAccount: async () => ({ ...account, confirmed: true }), grant: async () => undefined };
  const ports = { store, directory, currency: 'EUR' };
  const request = { userId: account.userId, requestId: 'req_1' };
  const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
  const find = () => findUser(ports, clock, account.userId, request.requestId);
  const { getVerifiedEmail } = usersQueries(db.table);

  expect({
    first: await db.unitsOf(find),
    again: await db.unitsOf(find),
    email: await db.unitsOf(() => getVerifiedEmail(account.userId)),
    change: await db.unitsOf(() =>
      changeProfile(ports, clock, { ...request, details: { name: 'Ada' }, checkVersion: () => undefined }),
    ),
    address: await db.unitsOf(() => addToBook(ports, clock, { ...request, address, isDefault: true })),
    erase: await db.unitsOf(() =>
      eraseUser(
        {
          store,
          directory: {
            ...directory,
            rolesOf: async () => [],
            hasOthers: async () => true,
            deleteAccount: async () => undefined,
          },
          hasLiveOrder: async () => false,
          listGuestOrders: async () => [],
        },
        clock,
        account.userId,
        'req_1',
      ),
    ),
  }).toEqual({
    first: { read: 1, write: 4 },
    again: { read: 1, write: 0 },
    email: { read: 1, write: 0 },
    change: { read: 1, write: 4 },
    address: { read: 2, write: 6 },
    erase: { read: 1, write: 6 },
  });
});
