import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { put } from '../../../shared/dynamodb/actions.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { createToken } from '../../../shared/runtime/secret-token.ts';
import { apiClient } from '../../../shared/testing/api-client.ts';
import { pointAt, startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { cartStore } from '../../cart/store/cart-store.ts';
import { checkoutPorts } from '../../checkout/testing/checkout-ports.ts';
import { placeOrder } from '../../checkout/use-cases/place-order.ts';
import { profileKey } from '../../users/store/keys.ts';
import { ordersContract } from '../contract/index.ts';
import { contactKey } from '../store/keys.ts';

// The signature of tokens is not this API's concern: a token names its user.
vi.mock('../../../shared/http/tokens.ts', async (original) => ({
  ...(await original<object>()),
  verifyAccessToken: async (token: string) => ({ kind: 'user', userId: token.split('.')[0], groups: [] }),
}));

let db: TestTable;
let call: ReturnType<typeof apiClient>;

beforeAll(async () => {
  db = await startTestTable();
  pointAt(db, ['ORDERS_TABLE', 'CART_TABLE', 'PAYMENTS_TABLE', 'USERS_TABLE']);
  call = apiClient((await import('./api.ts')).handler);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await db.stop();
});

const as = (userId: string) => ({ headers: { authorization: `Bearer ${userId}.b.c` } });
const anEmail = () => `${createId('ada').toLowerCase()}@example.com`;

/** A user with this email in the profile. */
async function aUser(email: string, emailVerified = true): Promise<string> {
  const id = createId('usr');
  const preferences = { channels: [], locale: 'en', currency: 'EUR' };
  const times = { createdAt: '2026-11-21T12:00:00.000Z', updatedAt: '2026-11-21T12:00:00.000Z' };
  const user = { entity: 'user', id, email, emailVerified, preferences, version: 1, ...times };
  await db.table.transact([put({ ...profileKey(id), ...user })]);
  return id;
}

async function aGuest() {
  const id = createId('crt');
  const { token, tokenHash } = createToken(id);
  const cart = await cartStore(db.table, systemClock).save({ id, version: 0, lines: [], tokenHash });
  if (!cart) throw new Error('The id is taken.');
  return { cart, headers: { 'x-cart-token': token } };
}

/** Places an order of a user or a guest, and returns its id. */
async function anOrder(email: string, { userId, cartId = `crt_${userId}` }: { userId?: string; cartId?: string }) {
  const unitPrice = { amount: 100, currency: 'EUR' };
  const mug = { sku: 'MUG', productId: 'prd_1', title: 'Mug', unitPrice, status: 'active' as const };
  const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
  const ports = {
    ...checkoutPorts(db.table),
    getCart: async (id: string) => ({ id, version: 1, lines: [{ sku: 'MUG', quantity: 1 }], absorbed: [] }),
    getSellables: async () => new Map([['MUG', mug]]),
  };
  const placed = await placeOrder(ports, systemClock, {
    ...{ cartId, userId, key: createId('key'), bodyHash: 'b', requestId: 'req_1', currency: 'EUR' },
    contact: { email, shippingAddress: address, paymentMethod: 'pm_card_visa' },
    expectedTotal: undefined,
  });
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.order.id;
}

/** All the ids of a caller's list, read in pages of this size. */
async function history(caller: { headers: Record<string, string> }, limit = 100): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const query = { limit: String(limit), ...(cursor ? { cursor } : {}) };
    const { status, body } = await call('GET /v1/orders', { ...caller, query });
    expect(status).toBe(200);
    expect(ordersContract.routes.listOrders.responses[200].safeParse(body).error).toBeUndefined();
    ids.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor;
  }
  return ids;
}

const statusesOf = (caller: { headers: Record<string, string> }, id: string) =>
  Promise.all(
    ['GET /v1/orders/{id}', 'GET /v1/orders/{id}/status', 'GET /v1/orders/{id}/events'].map(
      async (route) => (await call(route, { ...caller, params: { id } })).status,
    ),
  );

describe('a customer’s history', () => {
  test('is one list of their own orders and of guests’ with their verified email, newest first, each once', async () => {
    const email = anEmail();
    const userId = await aUser(email);
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      ids.push(
        await (index % 2 === 0
          ? anOrder(email.toUpperCase().replace('@EXAMPLE.COM', '@Example.com'), { cartId: createId('crt') })
          : anOrder('else@example.com', { userId, cartId: `crt_${userId}-${index}` })),
      );
    }
    await anOrder(anEmail(), { cartId: createId('crt') });

    expect(await history(as(userId))).toEqual(ids.toReversed());
    expect(await history(as(userId), 2)).toEqual(ids.toReversed());
    for (const id of ids) expect(await statusesOf(as(userId), id)).toEqual([200, 200, 200]);
  });

  test('shows no order of an email that is not verified, or that is another user’s', async () => {
    const email = anEmail();
    const orderId = await anOrder(email, { cartId: createId('crt') });

    for (const userId of [await aUser(email, false), await aUser(anEmail()), createId('usr')]) {
      expect(await history(as(userId))).toEqual([]);
      expect(await statusesOf(as(userId), orderId)).toEqual([404, 404, 404]);
      expect((await call('PUT /v1/orders/{id}/cancel', { ...as(userId), params: { id: orderId } })).status).toBe(404);
    }
  });

  test('leaves a signed-in user’s order to that user, whatever email it bears', async () => {
    const email = anEmail();
    const owner = await aUser(email);
    const buyer = await aUser(anEmail());
    const orderId = await anOrder(email, { userId: buyer });

    expect(await history(as(owner))).toEqual([]);
    expect(await statusesOf(as(owner), orderId)).toEqual([404, 404, 404]);
    expect(await history(as(buyer))).toEqual([orderId]);
  });

  test('has the orders of a guest’s cart that was merged, whatever their email; the guest’s token no longer opens them', async () => {
    const userId = await aUser(anEmail());
    const { cart, headers } = await aGuest();
    const orderId = await anOrder('else@example.com', { cartId: cart.id });
    expect(await history({ headers })).toEqual([orderId]);
    const user = { id: `crt_${userId}`, version: 0, lines: [] };

    await cartStore(db.table, systemClock).merge(user, cart, { merged: [], capped: [], dropped: [] }, true);

    expect(await history(as(userId))).toEqual([orderId]);
    expect(await statusesOf(as(userId), orderId)).toEqual([200, 200, 200]);
    expect(await statusesOf({ headers }, orderId)).toEqual([401, 401, 401]);
    expect(await statusesOf(as(await aUser(anEmail())), orderId)).toEqual([404, 404, 404]);
  });

  test('shows an order once that is theirs in more than one way', async () => {
    const email = anEmail();
    const userId = await aUser(email);
    const { cart } = await aGuest();
    const orderId = await anOrder(email, { cartId: cart.id });
    const user = { id: `crt_${userId}`, version: 0, lines: [] };
    await cartStore(db.table, systemClock).merge(user, cart, { merged: [], capped: [], dropped: [] }, true);

    expect(await history(as(userId))).toEqual([orderId]);
  });

  test('lets them cancel what they ordered as a guest', async () => {
    const email = anEmail();
    const orderId = await anOrder(email, { cartId: createId('crt') });

    const cancelled = await call('PUT /v1/orders/{id}/cancel', {
      ...as(await aUser(email)),
      params: { id: orderId },
    });

    expect(cancelled).toMatchObject({ status: 200, body: { id: orderId, status: 'cancelled' } });
  });

  test('no longer finds an order by an email once the contact is erased', async () => {
    const email = anEmail();
    const userId = await aUser(email);
    const orderId = await anOrder(email, { cartId: createId('crt') });

    await db.table.transact([{ Delete: { Key: contactKey(orderId) } }]);

    expect(await history(as(userId))).toEqual([]);
    expect(await statusesOf(as(userId), orderId)).toEqual([404, 404, 404]);
  });

  test('is paged by cursors of its own only', async () => {
    const [mine, theirs] = [await aUser(anEmail()), await aUser(anEmail())];
    for (const cartId of ['crt_a', 'crt_b'])
      await anOrder('else@example.com', { userId: mine, cartId: `${cartId}${mine}` });
    const { body } = await call('GET /v1/orders', { ...as(mine), query: { limit: '1' } });

    for (const cursor of [body.nextCursor, 'nonsense']) {
      const answer = await call('GET /v1/orders', { ...as(theirs), query: { cursor } });
      expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: '#/query/cursor' }] });
    }
  });
});
