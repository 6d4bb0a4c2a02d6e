import { describe, expect, it } from 'vitest';
import { admin, aGuest, aProduct, buy, call, ended, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

useCloud();

async function aHotProduct(onHand: number, shards: number): Promise<string> {
  const { sku } = await aProduct({ onHand: 1 });
  const headers = { ...(await admin()), 'if-match': '"1"' };
  const { status, body } = await call('PUT', `/inventory/${sku}`, {
    headers,
    body: { onHand, shards, reason: 'sale' },
  });
  expect({ status, body }).toMatchObject({ status: 200, body: { available: onHand, shards } });
  return sku;
}

async function order(sku: string, quantity: number) {
  const guest = await aGuest([{ sku, quantity }]);
  const placed = await buy(guest, { wait: 0 });
  expect(placed.status).toBe(202);
  return ended(guest, placed.body.id);
}

describe('a hot product whose stock is spread over shards', () => {
  it('is sold to a crowd to the last piece, and never oversold', async () => {
    const sku = await aHotProduct(12, 8);

    const orders = await Promise.all(Array.from({ length: 40 }, () => order(sku, 1)));

    const statuses = orders.map(({ status }) => status);
    expect(statuses.filter((status) => status === 'confirmed')).toHaveLength(12);
    expect(statuses.filter((status) => status === 'rejected')).toHaveLength(28);
    expect(await stockOf(sku)).toMatchObject({ available: 0, held: 0, allocated: 12 });
  });

  it('sells more in one order than any shard holds', async () => {
    const sku = await aHotProduct(16, 8);

    expect(await order(sku, 15)).toMatchObject({ status: 'confirmed' });
    expect(await order(sku, 2)).toMatchObject({ status: 'rejected' });
    expect(await order(sku, 1)).toMatchObject({ status: 'confirmed' });

    expect((await call('GET', `/inventory/${sku}`)).body).toEqual({ sku, available: 0 });
  });
});
