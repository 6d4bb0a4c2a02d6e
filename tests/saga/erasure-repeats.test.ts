import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cartKey } from '../../functions/cart/store/keys.ts';
import { erasureKey } from '../../functions/users/store/keys.ts';
import { userCartId } from '../../shared/http/caller.ts';
import { aUser } from '../e2e/person.ts';
import { admin, aGuest, aProduct, buy, call, consoleView } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const patience = { timeout: 120_000, interval: 100 };
const MINUTE = 60;
const HOUR = 60 * MINUTE;

const consumer = (domain: string) => `souk-local-${domain}-events`;

const fail = (domain: string) =>
  shop.cloud().faults.add({ service: 'lambda', function: consumer(domain), when: 'before', rate: 1 });

/** The messages about a user that died in a consumer's queue. */
async function deadLetters(domain: string, userId: string): Promise<number> {
  const messages = (await consoleView(`queues/${consumer(domain)}-dead/messages`)) as object[];
  return messages.filter((message) => JSON.stringify(message).includes(userId)).length;
}

/** Lets time pass until the user's event has died in the queue of a consumer that fails. */
const untilDead = (domain: string, userId: string) =>
  expect
    .poll(
      async () => {
        await shop.advance(4 * MINUTE);
        return deadLetters(domain, userId);
      },
      { ...patience, interval: 1000 },
    )
    .toBe(1);

let tables: DynamoDBDocumentClient;
beforeAll(() => {
  tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));
});
afterAll(() => tables.destroy());

const itemOf = async (domain: string, Key: { readonly pk: string; readonly sk: string }) =>
  (await tables.send(new GetCommand({ TableName: `souk-local-${domain}`, Key, ConsistentRead: true }))).Item;

const erasureOf = (userId: string) => itemOf('users', erasureKey(userId));

const linesOf = async (userId: string) => (await itemOf('cart', cartKey(userCartId(userId))))?.lines;

interface Finding {
  readonly kind: string;
  readonly id: string;
  readonly outcome: string;
}

async function reconcile(userId: string): Promise<readonly Finding[]> {
  const run = (await shop.cloud().invoke('souk-local-users-reconcile', {})) as {
    readonly payload: { readonly findings: readonly Finding[] };
  };
  expect(run).toMatchObject({ ok: true });
  return run.payload.findings.filter(({ id }) => id === userId);
}

const emailOf = async (orderId: string) =>
  (await call('GET', `/orders/${orderId}`, { headers: await admin() })).body.email;

async function anOrder(headers: Record<string, string>, email: string, paymentMethod = 'pm_card_chargeDeclined') {
  const { sku } = await aProduct();
  expect((await call('POST', '/cart/items', { headers, body: { sku, quantity: 1 } })).status).toBe(200);
  return (await buy({ headers, email }, { paymentMethod })).body;
}

describe('an erasure whose message dies in the queue', () => {
  it('of orders ends by itself, and leaves what a guest ordered later with the same address', async () => {
    const user = await aUser();
    const own = await anOrder(user.headers, user.email);
    const asGuest = await anOrder((await aGuest()).headers, user.email);
    fail('orders');
    await call('DELETE', '/users/me', { headers: user.headers });
    await untilDead('orders', user.id);
    const later = await anOrder((await aGuest()).headers, user.email);
    expect(await Promise.all([own, asGuest, later].map(({ id }) => emailOf(id)))).toEqual(Array(3).fill(user.email));
    shop.cloud().faults.clear();

    await shop.advance(HOUR);
    await reconcile(user.id);

    await expect.poll(() => emailOf(own.id), patience).toBe('');
    await expect.poll(() => emailOf(asGuest.id), patience).toBe('');
    await shop.advance(2 * HOUR);
    await reconcile(user.id);
    await shop.advance(2 * HOUR);
    expect(await reconcile(user.id)).toEqual([]);
    expect(await emailOf(later.id)).toBe(user.email);
  }, 300_000);

  it('of cart stays open for as long as the cart’s consumer is away, and ends when it is back', async () => {
    const { sku } = await aProduct();
    const user = await aUser();
    await call('POST', '/cart/items', { headers: user.headers, body: { sku, quantity: 1 } });
    fail('cart');
    await call('DELETE', '/users/me', { headers: user.headers });
    await untilDead('cart', user.id);
    for (const hour of [2, 4]) {
      await shop.advance(2 * HOUR);
      await reconcile(user.id);
      await expect.poll(async () => (await erasureOf(user.id))?.repeats, patience).toBeGreaterThanOrEqual(hour / 2);
    }
    expect((await erasureOf(user.id))?.parts).not.toHaveProperty('cart');
    shop.cloud().faults.clear();

    await expect
      .poll(
        async () => {
          await shop.advance(HOUR);
          await reconcile(user.id);
          return erasureOf(user.id);
        },
        { ...patience, interval: 1000 },
      )
      .toBeUndefined();
    expect(await linesOf(user.id)).toEqual([]);
  }, 300_000);
});
