import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { createToken, matches, parseToken } from '../../../shared/runtime/secret-token.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { checkoutPorts } from '../../checkout/testing/checkout-ports.ts';
import { placeOrder } from '../../checkout/use-cases/place-order.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { ordersPorts } from '../../orders/testing/orders-ports.ts';
import { confirmOrder, rejectOrder } from '../../orders/use-cases/end-order.ts';
import { cartQueries } from '../queries.ts';
import { cartStore } from '../store/cart-store.ts';
import { mergeRecordKey } from '../store/keys.ts';
import { addToCart, changeQuantity } from './change-cart.ts';
import { createGuestCart } from './create-guest-cart.ts';
import { type MergePorts, mergeCarts } from './merge-carts.ts';
import { readCart } from './read-cart.ts';
import { settleOrder } from './settle-order.ts';

let db: TestTable;

beforeAll(async () => {
  db = await startTestTable();
});
afterAll(() => db.stop());

const sellables = async (skus: readonly string[]) =>
  new Map(
    skus.map((sku) => [
      sku,
      { sku, productId: 'prd_1', title: sku, unitPrice: { amount: 100, currency: 'EUR' }, status: 'active' as const },
    ]),
  );

/** A shop with carts and orders in the real table, and a given stock of every SKU. */
function startShop({ available = 1000 } = {}) {
  const orders = ordersPorts(db.table);
  const ports: MergePorts = {
    store: cartStore(db.table, systemClock),
    getCartGuard: cartQueries(db.table).getCartGuard,
    clock: systemClock,
    getSellables: sellables,
    getAvailability: async (skus) => new Map(skus.map((sku) => [sku, available])),
    hasOrders: ordersQueries(db.table).hasOrders,
  };
  return { ports, orders };
}

type Shop = ReturnType<typeof startShop>;

const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };

/** Checkout of a cart. `before` runs between its read of the cart and its write. */
async function checkOut(cartId: string, before: () => Promise<unknown> = async () => undefined) {
  let hasRead = false;
  const getSellables = async (skus: readonly string[]) => {
    if (!hasRead) await before();
    hasRead = true;
    return sellables(skus);
  };
  const placed = await placeOrder({ ...checkoutPorts(db.table), getSellables }, systemClock, {
    ...{ cartId, userId: undefined, key: createId('key'), bodyHash: 'b', requestId: 'req_1' },
    ...{ currency: 'EUR', expectedTotal: undefined },
    contact: { email: 'ada@example.com', shippingAddress: address, paymentMethod: 'pm_card_visa' },
  });
  return placed.ok ? placed.value.order : placed.refusal.code;
}

const add = (shop: Shop, cartId: string, sku: string, quantity: number) =>
  addToCart(shop.ports, {
    owner: { cartId, isGuest: !cartId.startsWith('crt_user') },
    checkVersion: () => undefined,
    currency: 'EUR',
    sku,
    quantity,
  });

async function aGuest(shop: Shop, lines: Record<string, number> = {}) {
  const { cart, token } = await createGuestCart(shop.ports.store, createToken);
  for (const [sku, quantity] of Object.entries(lines)) await add(shop, cart.id, sku, quantity);
  return { id: cart.id, token };
}

async function aUser(shop: Shop, lines: Record<string, number> = {}) {
  const id = `crt_user${createId('usr')}`;
  for (const [sku, quantity] of Object.entries(lines)) await add(shop, id, sku, quantity);
  return id;
}

function merge({ ports }: Shop, guestToken: string, userCartId: string) {
  const { id = '', secret = '' } = parseToken(guestToken) ?? {};
  return mergeCarts(ports, {
    guestCartId: id,
    provesToken: (tokenHash) => matches(secret, tokenHash),
    userCartId,
    currency: 'EUR',
  });
}

const linesOf = async ({ ports }: Shop, cartId: string) =>
  Object.fromEntries((await readCart(ports, cartId, 'EUR')).items.map(({ sku, quantity }) => [sku, quantity]));

async function end(shop: Shop, orderId: string, cartId: string, how: 'confirmed' | 'rejected') {
  if (how === 'rejected')
    return rejectOrder(shop.orders, systemClock, orderId, { code: 'payments.declined', detail: 'No.' });
  await confirmOrder(shop.orders, systemClock, orderId);
  return settleOrder(shop.ports, { cartId });
}

test('Ten concurrent merges take over the guest’s pieces once, and all return the same report.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 3, b: 2 });
  const user = await aUser(shop, { a: 1 });

  const results = await Promise.all(Array.from({ length: 10 }, () => merge(shop, guest.token, user)));

  const values = results.flatMap((result) => (result.ok ? [result.value] : []));
  expect(values).toHaveLength(10);
  expect(values.filter(({ replayed }) => !replayed)).toHaveLength(1);
  for (const { report } of values) {
    expect(report).toEqual({
      merged: [
        { sku: 'a', quantity: 4 },
        { sku: 'b', quantity: 2 },
      ],
      capped: [],
      dropped: [],
    });
  }
  expect(await linesOf(shop, user)).toEqual({ a: 4, b: 2 });
});

test('Ten guests that are merged into one cart concurrently lose nothing.', async () => {
  const shop = startShop();
  const user = await aUser(shop);
  const guests = await Promise.all(Array.from({ length: 10 }, () => aGuest(shop, { a: 1 })));

  await Promise.all(guests.map(({ token }) => merge(shop, token, user)));

  expect(await linesOf(shop, user)).toEqual({ a: 10 });
});

test('Pieces that are added during a merge end up in the user’s cart, or the guest is refused.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 1 });
  const user = await aUser(shop, { a: 1 });

  const [, ...added] = await Promise.all([
    merge(shop, guest.token, user),
    ...Array.from({ length: 6 }, () => add(shop, guest.id, 'a', 1)),
    ...Array.from({ length: 6 }, () => add(shop, user, 'b', 1)),
  ]);

  const byGuest = added.slice(0, 6).filter(({ ok }) => ok).length;
  expect(added.slice(6).every(({ ok }) => ok)).toBe(true);
  expect(await linesOf(shop, user)).toEqual({ a: 2 + byGuest, b: 6 });
});

test('The guest’s token ends with the merge, except for repeating the same merge.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 1 });
  const user = await aUser(shop);
  await merge(shop, guest.token, user);
  const { getCart, resolveGuest } = cartQueries(db.table);

  expect(await resolveGuest(guest.token)).toBeUndefined();
  expect(await getCart(guest.id)).toBeUndefined();
  expect(await add(shop, guest.id, 'a', 1)).toMatchObject({ refusal: { code: 'request.not_found' } });
  expect(await checkOut(guest.id)).toBe('orders.cart_empty');
  expect(await merge(shop, guest.token, await aUser(shop))).toMatchObject({
    refusal: { code: 'request.unauthenticated' },
  });
  expect(await merge(shop, `${guest.id}.${'A'.repeat(43)}`, user)).toMatchObject({ ok: false });
  expect(await merge(shop, guest.token, user)).toMatchObject({ value: { replayed: true } });
});

test('A repeated merge returns the first report and the current cart.', async () => {
  const shop = startShop({ available: 2 });
  const guest = await aGuest(shop, { a: 3 });
  const user = await aUser(shop);
  const first = await merge(shop, guest.token, user);
  const item = { owner: { cartId: user, isGuest: false }, checkVersion: () => undefined, currency: 'EUR', sku: 'a' };
  await changeQuantity(shop.ports, { ...item, quantity: 1 });

  const again = await merge(shop, guest.token, user);

  expect(first).toMatchObject({ value: { report: { capped: [{ sku: 'a', wanted: 3, quantity: 2 }] } } });
  expect(again).toMatchObject({
    value: { report: first.ok && first.value.report, cart: { items: [{ quantity: 1 }] } },
  });
});

test('A guest’s cart in checkout is not merged; once bought, only items added later are merged.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 2 });
  const user = await aUser(shop);
  const order = await checkOut(guest.id);
  await add(shop, guest.id, 'b', 1);

  expect(await merge(shop, guest.token, user)).toMatchObject({ refusal: { code: 'cart.checkout_in_progress' } });
  await confirmOrder(shop.orders, systemClock, typeof order === 'object' ? order.id : '');
  await merge(shop, guest.token, user);

  expect(await linesOf(shop, user)).toEqual({ b: 1 });
  expect(await cartQueries(db.table).isMergedInto(guest.id, user)).toBe(true);
  expect(await cartQueries(db.table).listMergedCarts(user, 20)).toEqual([guest.id]);
});

test.each([1, 0])('A merge waits for the guest’s order that holds the missing pieces; %d are left.', async (left) => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 2 });
  const user = await aUser(shop);
  let order: Awaited<ReturnType<typeof checkOut>> | undefined;
  const getAvailability: MergePorts['getAvailability'] = async () => {
    order ??= await checkOut(guest.id);
    return new Map([['a', left]]);
  };

  const merged = await merge({ ...shop, ports: { ...shop.ports, getAvailability } }, guest.token, user);

  expect(order).toMatchObject({ lines: [{ sku: 'a', quantity: 2 }] });
  expect(merged).toMatchObject({ refusal: { code: 'cart.checkout_in_progress' } });
});

test('A user’s cart in checkout takes over pieces, and keeps exactly these once it is bought.', async () => {
  // The whole stock of `a` beyond the order.
  const shop = startShop({ available: 3 });
  const user = await aUser(shop, { a: 5 });
  const guest = await aGuest(shop, { a: 3, b: 1 });
  const order = await checkOut(user);

  expect(await merge(shop, guest.token, user)).toMatchObject({ value: { report: { capped: [], dropped: [] } } });
  await end(shop, typeof order === 'object' ? order.id : '', user, 'confirmed');

  expect(await linesOf(shop, user)).toEqual({ a: 3, b: 1 });
});

test('A guest’s order that is placed just after the merge is taken out of the user’s cart once it is confirmed.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 2, b: 1 });
  const user = await aUser(shop, { a: 1 });

  const order = await checkOut(guest.id, () => merge(shop, guest.token, user));
  const orderId = typeof order === 'object' ? order.id : '';

  expect(await linesOf(shop, user)).toEqual({ a: 3, b: 1 });
  expect(await checkOut(user)).toBe('orders.checkout_in_progress');
  await confirmOrder(shop.orders, systemClock, orderId);
  expect(await linesOf(shop, user)).toEqual({ a: 1 });
  expect(await checkOut(user)).toBe('orders.checkout_in_progress');
  await settleOrder(shop.ports, { cartId: guest.id });
  await settleOrder(shop.ports, { cartId: guest.id });
  expect(await cartQueries(db.table).getCart(user)).toMatchObject({ lines: [{ sku: 'a', quantity: 1 }], absorbed: [] });
  expect(await checkOut(user)).toMatchObject({ lines: [{ sku: 'a', quantity: 1 }] });
});

test('A guest’s order that is rejected after the merge leaves its pieces to the user.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 2 });
  const user = await aUser(shop);
  const order = await checkOut(guest.id, () => merge(shop, guest.token, user));

  await end(shop, typeof order === 'object' ? order.id : '', guest.id, 'rejected');

  expect(await checkOut(user)).toMatchObject({ lines: [{ sku: 'a', quantity: 2 }] });
});

test('Once the user buys the merged pieces, an earlier checkout of the guest fails.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 2 });
  const user = await aUser(shop);
  let first: Awaited<ReturnType<typeof checkOut>> | undefined;

  const late = await checkOut(guest.id, async () => {
    await merge(shop, guest.token, user);
    first = await checkOut(user);
  });

  expect(first).toMatchObject({ lines: [{ sku: 'a', quantity: 2 }] });
  expect(late).toBe('orders.cart_empty');
  await end(shop, typeof first === 'object' ? first.id : '', user, 'rejected');
  const second = await checkOut(user);
  await end(shop, typeof second === 'object' ? second.id : '', user, 'confirmed');
  expect(await cartQueries(db.table).getCart(user)).toMatchObject({ lines: [], absorbed: [] });
});

test('The record of a merge stays if an order of the guest’s cart came during the merge.', async () => {
  const shop = startShop();
  const guest = await aGuest(shop, { a: 1 });
  const user = await aUser(shop);
  const recordOf = () => db.table.get(mergeRecordKey(user, guest.id), z.object({ expiresAt: z.int().optional() }));
  const order = await checkOut(guest.id, () => merge(shop, guest.token, user));
  expect((await recordOf())?.expiresAt).toBeDefined();

  await end(shop, typeof order === 'object' ? order.id : '', guest.id, 'confirmed');

  expect(await recordOf()).toEqual({});
});

test('Under any interleaving of a merge and both checkouts, each piece is bought once or still in the cart.', async () => {
  for (let round = 0; round < 12; round += 1) {
    const shop = startShop();
    const guest = await aGuest(shop, { a: 2, b: 3 });
    const user = await aUser(shop, { a: 1 });
    const jitter = () => wait(Math.random() * 25);

    const [byGuest, , byUser] = await Promise.all([
      jitter().then(() => checkOut(guest.id, jitter)),
      jitter().then(() => merge(shop, guest.token, user)),
      jitter().then(() => checkOut(user, jitter)),
    ]);
    const how = round % 2 === 0 ? 'confirmed' : 'rejected';
    if (typeof byGuest === 'object') await end(shop, byGuest.id, guest.id, how);
    if (typeof byUser === 'object') await end(shop, byUser.id, user, 'confirmed');
    // A merge that was refused because of the guest's live order succeeds once that order has
    // ended.
    await merge(shop, guest.token, user);

    const bought = [
      ...(typeof byGuest === 'object' && how === 'confirmed' ? byGuest.lines : []),
      ...(typeof byUser === 'object' ? byUser.lines : []),
    ];
    const pieces = await linesOf(shop, user);
    for (const { sku, quantity } of bought) pieces[sku] = (pieces[sku] ?? 0) + quantity;
    expect(pieces).toEqual({ a: 3, b: 3 });
  }
});
