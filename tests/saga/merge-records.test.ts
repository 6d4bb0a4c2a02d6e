import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeRecordKey } from '../../functions/cart/store/keys.ts';
import { aUser, logIn } from '../e2e/person.ts';
import { aGuest, aProduct, buy, call } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

let tables: DynamoDBDocumentClient;
beforeAll(() => {
  tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));
});
afterAll(() => tables.destroy());

const DAY = 24 * 3600;

/** A user who took over the cart of a guest, who ordered with it before or not. */
async function aMerge(paymentMethod?: string) {
  const { sku } = await aProduct();
  const guest = await aGuest([{ sku, quantity: 1 }]);
  const order = paymentMethod ? (await buy(guest, { paymentMethod })).body : undefined;
  const user = await aUser();
  const headers = { ...user.headers, ...guest.headers };
  const { status, body } = await call('POST', '/cart/merge', { headers });
  expect(status).toBe(200);
  const Key = mergeRecordKey(body.cart.id, guest.cartId);
  const record = async () => (await tables.send(new GetCommand({ TableName: 'souk-local-cart', Key }))).Item;
  const orders = async () => {
    const { body: tokens } = await logIn(user.email);
    const { body: page } = await call('GET', '/orders', { headers: { authorization: `Bearer ${tokens.accessToken}` } });
    return page.items.map(({ id, status: end }: { id: string; status: string }) => [id, end]);
  };
  return { order, record, orders };
}

describe('the record that a guest’s cart was merged', () => {
  it('ends 30 days after the merge, but not if the guest had orders: the user still sees them', async () => {
    const empty = await aMerge();
    const bought = await aMerge('pm_card_visa');
    const declined = await aMerge('pm_card_chargeDeclined');
    await shop.advance(29 * DAY);
    for (const { record } of [empty, bought, declined]) expect(await record()).toBeDefined();

    await shop.advance(2 * DAY);

    expect(await empty.record()).toBeUndefined();
    expect(await empty.orders()).toEqual([]);
    expect(await bought.orders()).toEqual([[bought.order.id, 'confirmed']]);
    expect(await declined.orders()).toEqual([[declined.order.id, 'rejected']]);
  });
});
