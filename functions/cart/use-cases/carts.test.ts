import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkVersion, type IfMatch } from '../../../shared/http/precondition.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { createToken } from '../../../shared/runtime/secret-token.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import type { Sellable } from '../../catalog/queries.ts';
import type { CartGuard } from '../domain/cart-guard.ts';
import { cartQueries } from '../queries.ts';
import { cartStore } from '../store/cart-store.ts';
import { cartKey } from '../store/keys.ts';
import { addToCart, changeQuantity, emptyTheCart, removeFromCart } from './change-cart.ts';
import { createGuestCart } from './create-guest-cart.ts';
import type { CartPorts } from './ports.ts';
import { readCart } from './read-cart.ts';
import { settleOrder } from './settle-order.ts';

const DAY_MS = 86_400_000;

let db: TestTable;
let now = Date.now();
const clock = { ...systemClock, now: () => new Date(now) };

beforeAll(async () => {
  db = await startTestTable();
});
afterAll(() => db.stop());

/** A shop that sells every SKU that does not begin with `no`, and the orders of its carts. */
function startShop() {
  const guards = new Map<string, CartGuard>();
  let lookUps = 0;
  const ports: CartPorts = {
    store: cartStore(db.table, clock),
    getCartGuard: async (cartId) => guards.get(cartId),
    clock,
    getSellables: async (skus) => {
      lookUps += 1;
      return new Map(
        skus
          .filter((sku) => !sku.startsWith('no'))
          .map((sku): [string, Sellable] => [
            sku,
            { sku, productId: 'prd_1', title: sku, unitPrice: { amount: 100, currency: 'EUR' }, status: 'active' },
          ]),
      );
    },
  };
  return { ports, guards, lookUps: () => lookUps };
}

const user = () => ({ cartId: createId('crt'), isGuest: false });
const change = (owner: { cartId: string; isGuest: boolean }, ifMatch?: IfMatch) => ({
  owner,
  checkVersion: (version: number) => (ifMatch === undefined ? undefined : checkVersion(ifMatch, version)),
  currency: 'EUR',
});

const quantities = (items: readonly { sku: string; quantity: number }[]) =>
  Object.fromEntries(items.map(({ sku, quantity }) => [sku, quantity]));

async function shown(ports: CartPorts, { cartId }: { cartId: string }) {
  return quantities((await readCart(ports, cartId, 'EUR')).items);
}

async function add(ports: CartPorts, owner: { cartId: string; isGuest: boolean }, sku: string, quantity: number) {
  const result = await addToCart(ports, { ...change(owner), sku, quantity });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

test('A user without a cart sees an empty one; the first item creates it.', async () => {
  const { ports } = startShop();
  const owner = user();

  expect(await readCart(ports, owner.cartId, 'EUR')).toMatchObject({ id: owner.cartId, version: 0, items: [] });
  expect(await add(ports, owner, 'a', 2)).toMatchObject({ version: 1, totals: { total: { amount: 200 } } });
  expect(await shown(ports, owner)).toEqual({ a: 2 });
});

test('Only its own token finds a guest’s cart.', async () => {
  const { ports } = startShop();
  const { cart, token } = await createGuestCart(ports.store, createToken);
  const { resolveGuest } = cartQueries(db.table, clock);
  const [, secret] = token.split('.');

  expect(await resolveGuest(token)).toEqual({ kind: 'guest', cartId: cart.id });
  for (const wrong of [
    cart.id,
    `${cart.id}.`,
    `${cart.id}.${'A'.repeat(43)}`,
    `crt_other.${secret}`,
    `${token}A`,
    '.',
  ]) {
    expect(await resolveGuest(wrong)).toBeUndefined();
  }
  expect(secret).toMatch(/^[\w-]{43}$/);
});

test('A user’s cart has no token.', async () => {
  const { ports } = startShop();
  const owner = user();
  await add(ports, owner, 'a', 1);

  expect(await cartQueries(db.table).resolveGuest(`${owner.cartId}.${'A'.repeat(43)}`)).toBeUndefined();
});

test('A guest’s cart ends 60 days after its last change, even if it is still stored.', async () => {
  const { ports } = startShop();
  const start = now;
  const { cart, token } = await createGuestCart(ports.store, createToken);
  const owner = { cartId: cart.id, isGuest: true };
  const queries = cartQueries(db.table, clock);

  now = start + 59 * DAY_MS;
  await add(ports, owner, 'a', 1);
  now = start + 118 * DAY_MS;
  expect(await queries.resolveGuest(token)).toBeDefined();
  now = start + 120 * DAY_MS;

  expect(await queries.resolveGuest(token)).toBeUndefined();
  expect(await queries.getCart(cart.id)).toBeUndefined();
  expect(await addToCart(ports, { ...change(owner), sku: 'a', quantity: 1 })).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
  now = start;
});

test('A SKU that is not sold cannot be added or changed, but it can be removed.', async () => {
  const { ports } = startShop();
  const owner = user();
  await ports.store.save({ id: owner.cartId, version: 0, lines: [{ sku: 'no-longer', quantity: 2 }] });
  const item = { ...change(owner), sku: 'no-longer' };

  expect(await addToCart(ports, { ...item, quantity: 1 })).toMatchObject({ refusal: { code: 'cart.unknown_sku' } });
  expect(await changeQuantity(ports, { ...item, quantity: 1 })).toMatchObject({
    refusal: { code: 'cart.unknown_sku' },
  });
  expect(await changeQuantity(ports, { ...item, quantity: 0 })).toMatchObject({ value: { items: [] } });
});

test('An item that is not in the cart can be neither changed nor removed, whatever version is sent.', async () => {
  const { ports } = startShop();
  const owner = user();
  const item = { ...change(owner, [99]), sku: 'a' };

  expect(await removeFromCart(ports, item)).toMatchObject({ refusal: { code: 'request.not_found' } });
  expect(await changeQuantity(ports, { ...item, quantity: 0 })).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
  expect(await changeQuantity(ports, { ...item, quantity: 3 })).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
});

test('A stale If-Match is refused before the rules, a current one is not.', async () => {
  const { ports } = startShop();
  const owner = user();
  await add(ports, owner, 'a', 1);

  expect(await addToCart(ports, { ...change(owner, [7]), sku: 'nothing', quantity: 1 })).toMatchObject({
    refusal: { code: 'request.version_mismatch' },
  });
  expect(await addToCart(ports, { ...change(owner, [1]), sku: 'b', quantity: 1 })).toMatchObject({ ok: true });
});

test('No concurrent change is lost.', async () => {
  const { ports } = startShop();
  const owner = user();

  await Promise.all(Array.from({ length: 12 }, (_, index) => add(ports, owner, index % 2 ? 'odd' : 'even', 1)));

  expect(await shown(ports, owner)).toEqual({ odd: 6, even: 6 });
});

test('Of several changes based on one version, exactly one succeeds.', async () => {
  const { ports } = startShop();
  const owner = user();
  await add(ports, owner, 'a', 1);

  const results = await Promise.all(
    Array.from({ length: 5 }, () => addToCart(ports, { ...change(owner, [1]), sku: 'a', quantity: 1 })),
  );

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await shown(ports, owner)).toEqual({ a: 2 });
});

test('An emptied cart stays usable, and emptying an empty one changes nothing.', async () => {
  const { ports } = startShop();
  const owner = user();
  await add(ports, owner, 'a', 1);

  expect(await emptyTheCart(ports, change(owner))).toMatchObject({ value: { version: 2, items: [] } });
  expect(await emptyTheCart(ports, change(owner))).toMatchObject({ value: { version: 2 } });
  expect(await add(ports, owner, 'b', 1)).toMatchObject({ version: 3 });
});

test('A cart is shown or changed with one call to the catalog.', async () => {
  const { ports, lookUps } = startShop();
  const owner = user();
  await add(ports, owner, 'a', 1);
  await add(ports, owner, 'b', 1);
  const before = lookUps();

  await readCart(ports, owner.cartId, 'EUR');
  await add(ports, owner, 'c', 1);

  expect(lookUps() - before).toBe(2);
});

test('A bought cart is empty at once, and is stored empty after the event; repeated events change nothing.', async () => {
  const { ports, guards } = startShop();
  const owner = user();
  const { version } = await add(ports, owner, 'a', 1);
  const guard = { orderId: 'ord_1', cartVersion: version, lines: [{ sku: 'a', quantity: 1 }] };

  guards.set(owner.cartId, { ...guard, live: true });
  expect(await shown(ports, owner)).toEqual({ a: 1 });
  guards.set(owner.cartId, { ...guard, live: false });
  expect(await shown(ports, owner)).toEqual({});
  await settleOrder(ports, { cartId: owner.cartId });
  await settleOrder(ports, { cartId: owner.cartId });

  expect(await cartQueries(db.table).getCart(owner.cartId)).toEqual({
    id: owner.cartId,
    version: 2,
    lines: [],
    settledOrderId: 'ord_1',
    absorbed: [],
  });
});

test('Items that are added between confirmation and event stay in the cart.', async () => {
  const { ports, guards } = startShop();
  const owner = user();
  const { version } = await add(ports, owner, 'a', 1);
  guards.set(owner.cartId, {
    orderId: 'ord_1',
    cartVersion: version,
    live: false,
    lines: [{ sku: 'a', quantity: 1 }],
  });

  await add(ports, owner, 'a', 5);
  await settleOrder(ports, { cartId: owner.cartId });

  expect(await shown(ports, owner)).toEqual({ a: 5 });
});

test('A cart that was emptied during checkout keeps the items that are added afterwards.', async () => {
  const { ports, guards } = startShop();
  const owner = user();
  const { version } = await add(ports, owner, 'a', 1);
  await emptyTheCart(ports, change(owner));
  guards.set(owner.cartId, {
    orderId: 'ord_1',
    cartVersion: version,
    live: false,
    lines: [{ sku: 'a', quantity: 1 }],
  });

  await add(ports, owner, 'a', 1);

  expect(await shown(ports, owner)).toEqual({ a: 1 });
});

test('The event of an order that is no longer the cart’s latest changes nothing.', async () => {
  const { ports, guards } = startShop();
  const owner = user();
  const { version } = await add(ports, owner, 'a', 1);
  guards.set(owner.cartId, { orderId: 'ord_2', cartVersion: version, live: true, lines: [{ sku: 'a', quantity: 1 }] });

  await settleOrder(ports, { cartId: owner.cartId });
  await settleOrder(ports, { cartId: 'crt_none' });

  expect(await shown(ports, owner)).toEqual({ a: 1 });
});

test('Concurrent changes and the event are all applied.', async () => {
  const { ports, guards } = startShop();
  const owner = user();
  const { version } = await add(ports, owner, 'a', 3);
  guards.set(owner.cartId, {
    orderId: 'ord_1',
    cartVersion: version,
    live: false,
    lines: [{ sku: 'a', quantity: 3 }],
  });

  await Promise.all([
    ...Array.from({ length: 6 }, () => add(ports, owner, 'b', 1)),
    settleOrder(ports, { cartId: owner.cartId }),
  ]);

  expect(await shown(ports, owner)).toEqual({ b: 6 });
});

test('Only the hash of a guest’s secret is stored.', async () => {
  const { cart, token } = await createGuestCart(startShop().ports.store, createToken);
  const [, secret = ''] = token.split('.');

  const { Item } = await db.client.send(new GetCommand({ TableName: db.tableName, Key: cartKey(cart.id) }));

  const stored = JSON.stringify(Item);

  expect(stored).not.toContain(secret);
  expect(stored).toMatch(/"tokenHash":"[\w-]{43}"/);
});
