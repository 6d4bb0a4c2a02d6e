import { AdminDeleteUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aUser } from '../e2e/person.ts';
import { ADDRESS, admin, aGuest, aProduct, buy, call, consoleView, mailsTo } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

let cognito: CognitoIdentityProviderClient;
beforeAll(() => {
  cognito = new CognitoIdentityProviderClient({});
});
afterAll(() => cognito.destroy());

const patience = { timeout: 60_000, interval: 100 };

/** Deletes a login as an operator does: in the console of Cognito or with the CLI. */
async function deleteLogin(Username: string): Promise<void> {
  const { outputs } = shop.cloud().outputs;
  const UserPoolId = Object.values(outputs).find((stack) => stack.UserPoolId)?.UserPoolId ?? '';
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
}

const statusOf = async (path: string, headers: Record<string, string>, method = 'GET', body?: object) =>
  (await call(method, path, { headers, ...(body && { body }) })).status;

const personalOf = async (orderId: string) => {
  const { body } = await call('GET', `/orders/${orderId}`, { headers: await admin() });
  return { status: body.status, email: body.email, name: body.shippingAddress.name };
};

interface Told {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly data?: { userId?: string }; readonly additionalEventData?: { sub?: string } };
}

const events = async () => (await consoleView('events')) as Told[];

const erasuresOf = async (userId: string) =>
  (await events()).filter(({ 'detail-type': type, detail }) => type === 'UserErased' && detail.data?.userId === userId);

const deletionsOf = async (userId: string) =>
  (await events()).filter(
    ({ source, detail }) => source === 'aws.cognito-idp' && detail.additionalEventData?.sub === userId,
  );

/** Messages that wait for the function, or that it works on. */
const waiting = async () => {
  const queues = (await consoleView('queues')) as { name: string; visible: number; inFlight: number }[];
  const found = queues.filter(({ name }) => name.startsWith('souk-local-users-deletions'));
  expect(found).toHaveLength(2);
  return found.reduce((sum, { visible, inFlight }) => sum + visible + inFlight, 0);
};

describe('a login that an operator deletes in Cognito', () => {
  it('acts no more, its data are erased, and its orders keep what they owe', async () => {
    const { sku } = await aProduct();
    const user = await aUser();
    expect(await statusOf(`/users/${user.id}/addresses`, user.headers, 'POST', ADDRESS)).toBe(201);
    const put = async (headers: Record<string, string>) =>
      expect(await statusOf('/cart/items', headers, 'POST', { sku, quantity: 1 })).toBe(200);
    await put(user.headers);
    const own = (await buy(user)).body;
    const guest = await aGuest([{ sku, quantity: 1 }]);
    const asGuest = (await buy({ headers: guest.headers, email: user.email })).body;
    const declined = await aGuest([{ sku, quantity: 1 }]);
    const rejected = (
      await buy({ headers: declined.headers, email: user.email }, { paymentMethod: 'pm_card_chargeDeclined' })
    ).body;
    await put(user.headers);

    await deleteLogin(user.email);

    await expect.poll(() => statusOf('/users/me', user.headers), patience).toBe(401);
    expect(await statusOf('/cart', user.headers)).toBe(401);
    expect(await statusOf('/orders', user.headers)).toBe(401);
    await expect.poll(async () => (await erasuresOf(user.id)).length, patience).toBe(1);
    const profile = async () => statusOf(`/users/${user.id}`, await admin());
    await expect.poll(profile, patience).toBe(404);

    const kept = { status: 'confirmed', email: user.email, name: ADDRESS.name };
    for (const { id, number } of [own, asGuest]) {
      const subject = `Your order ${number} and the data that we keep for it`;
      await expect
        .poll(async () => (await mailsTo(user.email)).map((mail) => mail.subject), patience)
        .toContain(subject);
      expect(await personalOf(id)).toEqual(kept);
    }
    await expect.poll(() => personalOf(rejected.id), patience).toEqual({ status: 'rejected', email: '', name: '' });
    expect(await call('PUT', `/orders/${own.id}/cancel`, { headers: await admin() })).toMatchObject({ status: 200 });
    await expect.poll(() => personalOf(own.id), patience).toEqual({ status: 'cancelled', email: '', name: '' });
  });

  it('is no news when the shop’s own erasure deleted it', async () => {
    const user = await aUser();

    expect((await call('DELETE', '/users/me', { headers: user.headers })).status).toBe(204);

    await expect.poll(async () => (await deletionsOf(user.id)).length, patience).toBe(1);
    await expect.poll(waiting, patience).toBe(0);
    expect(await erasuresOf(user.id)).toHaveLength(1);
  });
});
