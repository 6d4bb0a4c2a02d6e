import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Answer, aGuest, aProduct, buy, call, ended, expectProblem, mailsTo, stockOf } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

/** The limits of a stage that sets none. */
useCloud({ context: { throttleFactor: 1 } });

const AT_ONCE = 5;

/** Runs `work` that often, a few at a time, as an attacker with one machine does. */
async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < count) {
    const group = Math.min(AT_ONCE, count - results.length);
    results.push(...(await Promise.all(Array.from({ length: group }, work))));
  }
  return results;
}

async function inTurn<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < count) results.push(await work());
  return results;
}

/** Windows are fixed, so twice a limit can pass where the test meets the boundary of two. */
function expectAtMost(limit: number, answers: readonly Answer[]): void {
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.length - refused.length).toBeLessThanOrEqual(2 * limit);
  for (const answer of refused) {
    expectProblem(answer, 429, 'request.too_many_requests');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

describe('the limits of what costs an attacker nothing', () => {
  it('do not count orders that were paid after their answer', async () => {
    const { sku } = await aProduct({ onHand: 500 });

    const answers = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const guest = await aGuest();
        return inTurn(24, async () => {
          await call('POST', '/cart/items', { headers: guest.headers, body: { sku, quantity: 1 } });
          const email = `buyer-${randomUUID()}@example.com`;
          const answer = await buy({ ...guest, email }, { wait: 0 });
          if (answer.status === 202) await ended(guest, answer.body.id);
          return answer.status;
        });
      }),
    );

    expect(answers.flat().filter((status) => status !== 202)).toEqual([]);
  });

  it('do not let unpaid guests hold 500 of 500 pieces: the next honest buyer buys', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const hoarder = await aGuest([{ sku, quantity: 500 }]);

    const hoarded = await buy(hoarder, { paymentMethod: 'pm_card_authenticationRequired' });

    expect(await ended(hoarder, hoarded.body.id)).toMatchObject({
      status: 'rejected',
      rejection: { code: 'payments.too_many_waiting' },
    });
    expect(await stockOf(sku)).toMatchObject({ available: 500, held: 0 });
    const half = await aGuest([{ sku, quantity: 250 }]);
    expect((await buy(half, { paymentMethod: 'pm_card_authenticationRequired' })).body.paymentStatus).toBe(
      'requires_action',
    );
    const honest = await aGuest([{ sku, quantity: 1 }]);
    expect((await buy(honest)).body.status).toBe('confirmed');
  });

  it('do not mail a stranger for each order that names them, from however many carts', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const email = `stranger-${randomUUID()}@example.com`;

    const answers = await times(25, async () => {
      const { headers } = await aGuest([{ sku, quantity: 1 }]);
      return buy({ headers, email }, { paymentMethod: 'pm_card_chargeDeclined' });
    });

    expectAtMost(10, answers);
    const placed = answers.filter(({ status }) => status !== 429).length;
    await expect.poll(() => mailsTo(email), { timeout: 60_000 }).toHaveLength(placed);
  });

  it('stop a network that tries cards, with a cart and a mail address for each', async () => {
    const { sku } = await aProduct({ onHand: 500 });

    const answers = await times(125, async () =>
      buy(await aGuest([{ sku, quantity: 1 }]), { paymentMethod: 'pm_card_chargeDeclined', wait: 0 }),
    );

    expectAtMost(60, answers);
  });

  it('stop a network that makes carts', async () => {
    expectAtMost(200, await times(405, () => call('POST', '/carts')));
  });
});
