import { describe, expect, it } from 'vitest';
import { admin, aGuest, aProduct, buy, call, expectProblem } from './shop.ts';

// The admin is a signed-in user like any other, with a cart that other tests leave alone.
const merge = async (guest: { headers: Record<string, string> }) =>
  call('POST', '/cart/merge', { headers: { ...guest.headers, ...(await admin()) } });

describe('a guest who logs in', () => {
  it('and merges ten times at once has the pieces once, gets the same answer each time, and loses the guest cart', async () => {
    const [plenty, scarce] = [await aProduct(), await aProduct({ onHand: 2 })];
    const guest = await aGuest([
      { sku: plenty.sku, quantity: 3 },
      { sku: scarce.sku, quantity: 5 },
    ]);

    const answers = await Promise.all(Array.from({ length: 10 }, () => merge(guest)));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') !== 'true')).toHaveLength(1);
    for (const { body } of answers) {
      expect(body).toMatchObject({
        merged: [{ sku: plenty.sku, quantity: 3 }],
        capped: [{ sku: scarce.sku, wanted: 5, quantity: 2, reason: 'stock' }],
        dropped: [],
      });
    }
    const { body } = await call('GET', '/cart', { headers: await admin() });
    expect(body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ sku: plenty.sku, quantity: 3 }),
        expect.objectContaining({ sku: scarce.sku, quantity: 2 }),
      ]),
    );
    expectProblem(await call('GET', '/cart', { headers: guest.headers }), 401, 'request.unauthenticated');
    expectProblem(await buy(guest), 401, 'request.unauthenticated');
  });
});
