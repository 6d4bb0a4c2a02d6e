import { randomUUID } from 'node:crypto';
import createClient from 'openapi-fetch';
import { expect, test, vi } from 'vitest';
import type { paths } from './openapi-types.ts';
import { ADDRESS, aProduct } from './shop.ts';

/**
 * A client whose types are generated from the published contract. Code that compiles here compiles
 * for all clients.
 */
const shop = createClient<paths>({ baseUrl: new URL(process.env.API_URL ?? '').origin });

async function aCart() {
  const { data, error } = await shop.POST('/v1/carts');
  if (!data) throw new Error(JSON.stringify(error));
  return { 'X-Cart-Token': data.token };
}

test('A guest buys with a client that is generated from the published contract.', async () => {
  const { sku } = await aProduct({ price: 1450 });
  const headers = await aCart();

  const added = await shop.POST('/v1/cart/items', { headers, body: { sku, quantity: 2 } });
  const placed = await shop.POST('/v1/orders', {
    headers,
    params: { header: { 'Idempotency-Key': randomUUID(), Prefer: 'wait=10' } },
    body: { email: `typed-${randomUUID()}@example.com`, shippingAddress: ADDRESS, paymentMethod: 'pm_card_visa' },
  });
  const order = placed.data;
  const confirmed = await vi.waitFor(
    async () => {
      const status = await shop.GET('/v1/orders/{id}/status', { headers, params: { path: { id: order?.id ?? '' } } });
      expect(status.data?.status).toBe('confirmed');
      return status.data;
    },
    { timeout: 60_000, interval: 100 },
  );

  const [line] = added.data?.items ?? [];
  expect(line && 'lineTotal' in line && line.lineTotal).toEqual({ amount: 2900, currency: 'EUR' });
  expect(order?.items.map(({ quantity, unitPrice }) => quantity * unitPrice.amount)).toEqual([2900]);
  expect(order?.totals.total).toEqual({ amount: 2900, currency: 'EUR' });
  expect(confirmed?.paymentStatus).toBe('captured');
});

test('A refusal has a code that the types of the client list.', async () => {
  const headers = await aCart();

  const { error } = await shop.POST('/v1/orders', {
    headers,
    params: { header: { 'Idempotency-Key': randomUUID() } },
    body: { email: 'typed@example.com', shippingAddress: ADDRESS, paymentMethod: 'pm_card_visa' },
  });

  if (!error || !('code' in error)) throw new Error('The shop refuses an empty cart itself.');
  expect(error.code === 'orders.cart_empty' && error.requestId).toEqual(expect.any(String));
});

test('Calls and fields that the contract does not have do not compile.', () => {
  const headers = { 'X-Cart-Token': '' };

  // Never called: the compiler refuses each, or the contract has lost what its types come from.
  const refused = [
    // @ts-expect-error a route that the shop does not have
    () => shop.GET('/v1/baskets'),
    // @ts-expect-error a wrong name of a field
    () => shop.POST('/v1/cart/items', { headers, body: { sku: 'a', amount: 2 } }),
    // @ts-expect-error a field of the wrong type
    () => shop.POST('/v1/cart/items', { headers, body: { sku: 'a', quantity: '2' } }),
    // @ts-expect-error a required field is missing
    () => shop.POST('/v1/cart/items', { headers, body: { sku: 'a' } }),
    // @ts-expect-error the Idempotency-Key is missing
    () => shop.POST('/v1/orders', { headers, body: { email: '', shippingAddress: ADDRESS, paymentMethod: '' } }),
    // @ts-expect-error a status that no order has
    async () => (await shop.GET('/v1/orders', { headers })).data?.items[0]?.status === 'shipped',
    // @ts-expect-error a field that no order has
    async () => (await shop.GET('/v1/orders', { headers })).data?.items[0]?.price,
  ];

  expect(refused).toHaveLength(7);
});
