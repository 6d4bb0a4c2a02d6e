import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { authenticator } from '../e2e/authenticator.ts';
import { ADDRESS, admin, aGuest, aProduct, buy, call, codeFor } from '../e2e/shop.ts';
import { type Person, WHO, type Who, type World } from './answers.ts';
import { claimsOf, type Tokens } from './forgeries.ts';

const PASSWORD = 'Correct-horse-battery-1';

interface SignedIn extends Person {
  readonly id: string;
  readonly tokens: Tokens;
}

/** Makes the people and the product of the access matrix. */
export async function prepareWorld(): Promise<World> {
  const [guest, customer, otherCustomer, seller, otherSeller, boss, { sku }] = await Promise.all([
    aGuest(),
    aUser(),
    aUser(),
    aUser('seller'),
    aUser('seller'),
    aUser('admin'),
    aProduct({ onHand: 1000 }),
  ]);
  const people: Readonly<Record<Who, Person>> = {
    nobody: { headers: {}, email: 'nobody@example.com' },
    guest,
    customer,
    'other customer': otherCustomer,
    seller,
    'other seller': otherSeller,
    admin: boss,
  };

  const create = async (path: string, who: Who, body: object): Promise<string> => {
    const made = await call('POST', path, { headers: { ...people[who].headers }, body });
    expect(made.status).toBe(201);
    return made.body.id;
  };
  const putIntoCart = async (who: Who, what: string): Promise<void> => {
    await call('POST', '/cart/items', { headers: { ...people[who].headers }, body: { sku: what, quantity: 1 } });
  };

  const anotherLike = async (who: Who): Promise<Person['headers']> => {
    const group = who.split(' ').at(-1) ?? '';
    if (group === 'nobody') return {};
    return group === 'guest' ? (await aGuest()).headers : (await aUser(group)).headers;
  };

  const registrations = inAdvance(async () => {
    const email = `registers-${randomUUID()}@example.com`;
    await call('POST', '/users/register', { body: { email, password: PASSWORD } });
    return { email, code: await codeFor(email) };
  });
  const resets = inAdvance(async () => {
    const user = await aUser();
    await call('POST', '/users/password/forgot', { body: { email: user.email } });
    return { user, code: await codeFor(user.email) };
  });

  const factors = inAdvance(withFactor);

  const dryRun = async (): Promise<string> => {
    const headers = { ...boss.headers, 'content-type': 'text/csv' };
    const raw = `sku,onHand\n${sku},1001\n`;
    return (await call('POST', '/inventory/import?dryRun=true', { headers, raw })).body.id;
  };
  let stockImport: Promise<string> | undefined;

  return {
    people,
    tokens: { admin: boss.tokens, customer: customer.tokens },
    password: PASSWORD,
    sku,
    aProductOf: (who, status = 'active') =>
      create('/products', who, {
        ...{ sku: `T-${randomUUID()}`, title: 'Matrix', status },
        price: { amount: 1999, currency: 'EUR' },
      }),
    aCategory: () => create('/categories', 'admin', { name: `Matrix ${randomUUID()}` }),
    anApiKey: () => create('/api-keys', 'admin', { name: 'Matrix' }),
    async anImport() {
      const headers = { ...boss.headers, 'content-type': 'text/csv' };
      return (await call('POST', '/products/import', { headers, raw: 'sku,title,price' })).body.id;
    },
    aStockImport: () => {
      stockImport ??= dryRun();
      return stockImport;
    },
    async aSkuInCartOf(who) {
      const product = await aProduct();
      await putIntoCart(who, product.sku);
      return product.sku;
    },
    aUserId: async () => (await aUser()).id,
    aUserEmail: async () => (await aUser()).email,
    async aCode(of) {
      if (of === 'registration') return registrations();
      const { user, code } = await resets();
      return { email: user.email, code };
    },
    anotherLike,
    async aBuyerLike(who) {
      const headers = await anotherLike(who);
      await call('POST', '/cart/items', { headers: { ...headers }, body: { sku, quantity: 1 } });
      return headers;
    },
    async aSecret() {
      const { headers, app } = await withSecret();
      return { headers, code: await app.next() };
    },
    async aFactor() {
      const { headers, app } = await factors();
      return { headers, code: await app.next() };
    },
    async aChallenge() {
      const { email, app } = await factors();
      return { ...(await challengeOf(email)), code: await app.next() };
    },
    aRefreshToken: async () => (await aUser()).tokens.refreshToken,
    endedTokens: () => endedTokens(boss, resets),
    anAddressId: () =>
      create(`/users/${customer.id}/addresses`, 'customer', { ...ADDRESS, line1: `${randomUUID()} Street` }),
    fillCart: (who) => putIntoCart(who, sku),
    async anOrderOf(who, contact = who) {
      const { headers } = people[who];
      await putIntoCart(who, sku);
      const { status, body } = await buy({ headers: { ...headers }, email: people[contact].email });
      expect(status).toBe(201);
      return body.id;
    },
  };
}

/** Users with every right, whose rights ended in each of the ways. */
async function endedTokens(
  boss: SignedIn,
  resets: () => Promise<{ readonly user: SignedIn; readonly code: string }>,
): Promise<Readonly<Record<string, string>>> {
  const demoted = async (from: string): Promise<string> => {
    const user = await aUser(from);
    const body = { roles: ['customer'] };
    expect((await call('PUT', `/users/${user.id}/roles`, { headers: { ...boss.headers }, body })).status).toBe(200);
    return user.tokens.accessToken;
  };
  const after = async (path: string, bodyOf: (user: SignedIn) => object): Promise<string> => {
    const user = await aUser('admin');
    expect((await call('POST', path, { headers: { ...user.headers }, body: bodyOf(user) })).status).toBe(204);
    return user.tokens.accessToken;
  };
  const newPassword = `${PASSWORD}-new`;
  const erased = async (): Promise<string> => {
    const user = await aUser('admin');
    expect((await call('DELETE', '/users/me', { headers: { ...user.headers } })).status).toBe(204);
    return user.tokens.accessToken;
  };
  const reset = async (): Promise<string> => {
    const { user, code } = await resets();
    const body = { email: user.email, code, newPassword };
    expect((await call('POST', '/users/password/reset', { body })).status).toBe(204);
    return user.tokens.accessToken;
  };
  const change = { currentPassword: PASSWORD, newPassword };
  return {
    'of a demoted admin': await demoted('admin'),
    'of a demoted seller': await demoted('seller'),
    'from before a change of the password': await after('/users/password/change', () => change),
    'from before a reset of the password': await reset(),
    'of a session that was logged out': await after('/users/logout', ({ tokens: { refreshToken } }) => ({
      refreshToken,
    })),
    'of an erased user': await erased(),
  };
}

/** Somebody with a secret for a second factor, which is not on yet. */
async function withSecret() {
  const user = await aUser();
  const headers = { ...user.headers };
  const { body } = await call('POST', '/users/me/mfa', { headers, body: { currentPassword: PASSWORD } });
  return { email: user.email, headers, app: authenticator(body.secret) };
}

/** Somebody whose second factor is on, logged in with it. */
async function withFactor() {
  const { app, headers, email } = await withSecret();
  const confirmation = { currentPassword: PASSWORD, code: await app.next() };
  const confirmed = await call('POST', '/users/me/mfa/confirm', { headers, body: confirmation });
  expect(confirmed.status).toBe(204);
  const body = { ...(await challengeOf(email)), code: await app.next() };
  const { body: tokens } = await call('POST', '/users/login/mfa', { body });
  return { email, app, headers: { authorization: `Bearer ${tokens.accessToken}` } };
}

async function challengeOf(email: string): Promise<{ readonly email: string; readonly session: string }> {
  const { status, body } = await call('POST', '/users/login', { body: { email, password: PASSWORD } });
  expect(status).toBe(202);
  return { email, session: body.session };
}

/** Makes several at once when none is left, since making one takes time. */
function inAdvance<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T>[] = [];
  return () => {
    if (made.length === 0) made = Array.from({ length: WHO.length + 1 }, make);
    return made.pop() ?? make();
  };
}

/**
 * Creates a user with a confirmed address as an operator does, since registration is not under test
 * here.
 */
async function aUser(group = 'customer'): Promise<SignedIn> {
  const email = `${group}-${randomUUID()}@example.com`;
  const { authorization = '' } = await admin();
  const UserPoolId = String(claimsOf(authorization).iss).split('/').at(-1);
  const user = { UserPoolId, Username: email };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const cognito = new CognitoIdentityProviderClient({ region: 'eu-central-1', credentials });
  const UserAttributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS', UserAttributes }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
  await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  cognito.destroy();
  const { status, body } = await call('POST', '/users/login', { body: { email, password: PASSWORD } });
  expect(status).toBe(200);
  return {
    headers: { authorization: `Bearer ${body.accessToken}` },
    email,
    id: String(claimsOf(body.accessToken).sub),
    tokens: body,
  };
}
