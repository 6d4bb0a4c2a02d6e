import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { orderPlaced } from '../../../events/orders/order-placed.v1.ts';
import type { Mail } from '../../../local/cloud/services/mailbox.ts';
import { put } from '../../../shared/dynamodb/actions.ts';
import type { TestRequest } from '../../../shared/testing/api-client.ts';
import { buyerIndex, contactKey, orderKey } from '../../orders/store/keys.ts';
import { aUser as aUserOf, claimsOf, PASSWORD, startUsersShop, type UsersShop } from '../testing/users-shop.ts';

let shop: UsersShop;
const call: UsersShop['call'] = (...request) => shop.call(...request);

beforeAll(async () => {
  shop = await startUsersShop();
});

afterAll(async () => {
  await shop.stop();
  vi.unstubAllEnvs();
});

const mailsTo = async (email: string): Promise<Mail[]> =>
  ((await (await fetch(shop.mailUrl)).json()) as Mail[]).filter(({ to }) => to === email);

/** Only mails of the user pool arrive here. */
const codeFor = async (email: string): Promise<string> =>
  /\d{6}/.exec((await mailsTo(email))[0]?.text ?? '')?.[0] ?? '';

const anAddress = () => `ada-${randomUUID()}@example.com`;

const register = (email: string, password = PASSWORD) => call('POST /register', { body: { email, password } });

/** Any admin. */
const anAdmin = () => ({ id: randomUUID(), groups: ['admin'] });

const login = (email: string, password = PASSWORD) => call('POST /login', { body: { email, password } });

const aUser = () => aUserOf(shop);

/** All items that the table holds of a user. */
const itemsOf = async (id: string) =>
  (
    await shop.db.client.send(
      new QueryCommand({
        TableName: shop.db.tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `user#${id}` },
      }),
    )
  ).Items ?? [];

const eventsOf = async (id: string): Promise<string[]> =>
  (await itemsOf(id)).flatMap(({ event }) => event?.metadata.name ?? []);

describe('registration', () => {
  it('mails a code, and the code completes the account: a profile, a first role, tokens', async () => {
    const email = anAddress();

    const asked = await call('POST /register', {
      body: { email: email.toUpperCase(), password: PASSWORD, name: 'Ada' },
    });
    const early = await login(email);
    const wrong = await call('POST /confirm', { body: { email, code: '000000' } });
    const confirmed = await call('POST /confirm', { body: { email, code: await codeFor(email) } });
    const { status, body } = await login(email);

    expect([asked.status, early.status, wrong.status, confirmed.status, status]).toEqual([202, 401, 422, 204, 200]);
    expect(body).toEqual({
      accessToken: expect.any(String),
      idToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: expect.any(Number),
    });
    const { sub: id, 'cognito:groups': groups } = claimsOf(body.accessToken);
    expect(groups).toEqual(['customer']);
    const shown = await call('GET /{id}', { params: { id: 'me' }, user: { id, groups } });
    expect(shown).toMatchObject({
      headers: { etag: '"1"' },
      body: { id, email, emailVerified: true, name: 'Ada', roles: ['customer'], version: 1 },
    });
  });

  it.each([
    ['too short', 'Sh0rt-pass!'],
    ['without a symbol', 'CorrectHorse1'],
    ['without a digit', 'Correct-horse-'],
    ['with a space at its end', 'Correct-horse-1 '],
  ])('refuses a password that is %s, for known and unknown addresses', async (_, password) => {
    const { email } = await aUser();

    const answers = [await register(email, password), await register(anAddress(), password)];

    for (const { status, body } of answers) expect([status, body.errors[0].pointer]).toEqual([400, '#/password']);
  });

  it('of an address with an account returns the same, in the same time, and mails the owner', async () => {
    const { id, email } = await aUser();
    const before = (await mailsTo(email)).length;

    const timed = async (address: string) => {
      const start = performance.now();
      const { status, body, headers } = await register(address, 'Another-horse-2');
      return { answer: { status, body, headers }, took: performance.now() - start };
    };
    const [known, unknown] = [await timed(email), await timed(anAddress())];

    expect(known.answer).toEqual(unknown.answer);
    expect(Math.min(known.took, unknown.took)).toBeGreaterThan(550);
    expect((await login(email)).status).toBe(200);
    expect((await login(email, 'Another-horse-2')).status).toBe(401);
    expect(await mailsTo(email)).toHaveLength(before);
    expect(await eventsOf(id)).toEqual(['UserRegistered', 'UserRegistrationRepeated']);
  });

  it('that was never confirmed is replaced by the next one, with its password and its code', async () => {
    const email = anAddress();
    await register(email, 'Strangers-pass-9');
    const first = await codeFor(email);
    await register(email);

    const stale = await call('POST /confirm', { body: { email, code: first } });
    const fresh = await call('POST /confirm', { body: { email, code: await codeFor(email) } });

    expect([stale.status, fresh.status]).toEqual([422, 204]);
    expect((await login(email, 'Strangers-pass-9')).status).toBe(401);
    expect((await login(email)).status).toBe(200);
  });

  it('can have its code sent again; the former code becomes invalid', async () => {
    const email = anAddress();
    await register(email);
    const first = await codeFor(email);
    await call('POST /resend', { body: { email } });
    const second = await codeFor(email);

    expect(first === second || (await call('POST /confirm', { body: { email, code: first } })).status === 422).toBe(
      true,
    );
    expect((await call('POST /confirm', { body: { email, code: second } })).status).toBe(204);
  });

  it('stops guesses of a code after some attempts, without a reason', async () => {
    const email = anAddress();
    await register(email);
    const code = await codeFor(email);
    const wrong = code === '111111' ? '222222' : '111111';
    for (let guess = 0; guess < 5; guess += 1) await call('POST /confirm', { body: { email, code: wrong } });

    const [right, unknown] = [
      await call('POST /confirm', { body: { email, code } }),
      await call('POST /confirm', { body: { email: anAddress(), code } }),
    ];

    expect(right.status).toBe(422);
    expect(right.body).toEqual(unknown.body);
  });

  it.each(['role', 'roles', 'groups', 'emailVerified', 'email_verified', 'id', 'custom:role'])(
    'refuses %s from the caller',
    async (member) => {
      const { status, body } = await call('POST /register', {
        body: { email: anAddress(), password: PASSWORD, [member]: 'admin' },
      });

      expect([status, body.errors[0].pointer]).toEqual([400, `#/${encodeURIComponent(member)}`]);
    },
  );
});

describe('the existence of an account cannot be probed', () => {
  it.each([
    ['POST /forgot', 'POST /password/forgot', {}],
    ['POST /resend', 'POST /resend', {}],
    ['a login', 'POST /login', { password: 'Wrong-horse-1' }],
    ['a confirmation', 'POST /confirm', { code: '123456' }],
    ['a reset', 'POST /password/reset', { code: '123456', newPassword: PASSWORD }],
  ])('by %s', async (_, route, body) => {
    const { email } = await aUser();
    const waiting = anAddress();
    await register(waiting);

    const answers = await Promise.all(
      [email, waiting, anAddress()].map((address) => call(route, { body: { email: address, ...body } })),
    );

    expect(new Set(answers.map(({ status, body: shown }) => JSON.stringify([status, shown]))).size).toBe(1);
  });
});

describe('a session', () => {
  it('is renewed with the refresh token until it is revoked', async () => {
    const { tokens } = await aUser();
    const { refreshToken } = tokens;

    const renewed = await call('POST /refresh', { body: { refreshToken } });
    const out = await call('POST /logout', { body: { refreshToken } });
    const again = await call('POST /logout', { body: { refreshToken } });
    const after = await call('POST /refresh', { body: { refreshToken } });

    expect(renewed).toMatchObject({ status: 200, body: { refreshToken, accessToken: expect.any(String) } });
    expect([out.status, again.status, after.status]).toEqual([204, 204, 401]);
    expect(after.body.code).toBe('users.invalid_refresh_token');
  });

  it('is not renewed with an invalid refresh token', async () => {
    const { tokens } = await aUser();

    for (const refreshToken of ['x', 'a.b.c', tokens.accessToken, tokens.idToken]) {
      expect((await call('POST /refresh', { body: { refreshToken } })).body.code).toBe('users.invalid_refresh_token');
    }
  });
});

describe('a password', () => {
  it('is changed by a caller who knows it, and sessions end', async () => {
    const { email, tokens, user, headers } = await aUser();
    const change = (currentPassword: string) =>
      call('POST /password/change', { user, headers, body: { currentPassword, newPassword: 'Another-horse-2' } });

    const wrong = await change('Wrong-horse-1');
    const right = await change(PASSWORD);

    expect([wrong.status, wrong.body.code, right.status]).toEqual([422, 'users.wrong_password', 204]);
    expect(wrong.body.detail).toBe('The current password is wrong.');
    expect((await call('POST /refresh', { body: { refreshToken: tokens.refreshToken } })).status).toBe(401);
    expect((await login(email)).status).toBe(401);
    expect((await login(email, 'Another-horse-2')).status).toBe(200);
  });

  it('is reset once with a mailed code, and sessions end', async () => {
    const { email, tokens } = await aUser();
    const forgotten = await call('POST /password/forgot', { body: { email } });
    const reset = { email, code: await codeFor(email), newPassword: 'Another-horse-2' };

    const done = await call('POST /password/reset', { body: reset });
    const again = await call('POST /password/reset', { body: reset });

    expect([forgotten.status, done.status, again.status]).toEqual([202, 204, 422]);
    expect((await call('POST /refresh', { body: { refreshToken: tokens.refreshToken } })).status).toBe(401);
    expect((await login(email, 'Another-horse-2')).status).toBe(200);
  });
});

const ADDRESS = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };

describe('a profile', () => {
  it('is replaced on the version that was read, and only in the fields that a user may set', async () => {
    const { id, user, email } = await aUser();
    const change = (body: unknown, headers = {}) => call('PUT /{id}', { params: { id: 'me' }, user, headers, body });
    const ifMatch = { 'if-match': '"1"' };

    expect((await change({ name: 'Ada' })).status).toBe(428);
    for (const member of ['email', 'emailVerified', 'roles', 'id', 'version', 'preferences']) {
      expect((await change({ name: 'Ada', [member]: 'x' }, ifMatch)).body.errors[0].pointer).toBe(`#/${member}`);
    }
    const changed = await change({ name: 'Ada', phone: '+491701234567' }, ifMatch);
    const stale = await change({ name: 'Eve' }, ifMatch);

    expect(changed).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      body: { id, email, name: 'Ada', version: 2 },
    });
    expect(stale.status).toBe(412);
    expect((await change({}, { 'if-match': '"2"' })).body).not.toHaveProperty('phone');
  });

  it('has its own preferences', async () => {
    const { user } = await aUser();
    const of = { params: { id: 'me' }, user };
    const chosen = { channels: ['email', 'push'], locale: 'de-AT', currency: 'CHF' };

    expect((await call('GET /{id}/preferences', of)).body).toEqual({
      channels: ['email'],
      locale: 'en',
      currency: 'EUR',
    });
    expect((await call('PUT /{id}/preferences', { ...of, body: chosen })).body).toEqual(chosen);
    expect((await call('GET /{id}/preferences', of)).body).toEqual(chosen);
    for (const wrong of [{ locale: 'x_y' }, { currency: 'XYZ' }, { channels: ['fax'] }, { channels: ['sms', 'sms'] }]) {
      expect((await call('PUT /{id}/preferences', { ...of, body: { ...chosen, ...wrong } })).status).toBe(400);
    }
  });
});

describe('an address book', () => {
  it('has one default, after any additions, choices and removals', async () => {
    const { user } = await aUser();
    const of = { params: { id: 'me' }, user };
    const add = (more: object) => call('POST /{id}/addresses', { ...of, body: { ...ADDRESS, ...more } });
    const list = async () => (await call('GET /{id}/addresses', of)).body.items;

    const home = await add({ isDefault: false });
    const again = await add({});
    const work = await add({ line1: '2 Work Street', isDefault: true });

    expect(home).toMatchObject({ status: 201, headers: { etag: '"1"' }, body: { isDefault: true, version: 1 } });
    expect(again.body.id).toBe(home.body.id);
    expect(await list()).toMatchObject([{ isDefault: false }, { id: work.body.id, isDefault: true }]);

    const at = (addressId: string) => ({ user, params: { id: 'me', addressId } });
    await call('DELETE /{id}/addresses/{addressId}', at(work.body.id));
    const changed = await call('PUT /{id}/addresses/{addressId}', {
      ...at(home.body.id),
      headers: { 'if-match': '"1"' },
      body: { ...ADDRESS, city: 'Potsdam', isDefault: false },
    });

    expect(changed).toMatchObject({ status: 200, body: { city: 'Potsdam', isDefault: true, version: 2 } });
    expect(await list()).toHaveLength(1);
    expect((await call('DELETE /{id}/addresses/{addressId}', at(work.body.id))).status).toBe(404);
  });

  it('keeps all addresses that are added concurrently, with one default', async () => {
    const { user } = await aUser();
    const of = { params: { id: 'me' }, user };
    await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        call('POST /{id}/addresses', { ...of, body: { ...ADDRESS, line1: `${index} Market Street`, isDefault: true } }),
      ),
    );

    const { items } = (await call('GET /{id}/addresses', of)).body;

    expect(items).toHaveLength(4);
    expect(items.filter(({ isDefault }: { isDefault: boolean }) => isDefault)).toHaveLength(1);
  });

  it.each([
    ['a country that does not exist', { country: 'QQ' }, '#/country'],
    ['a postal code of another form than its country’s', { postalCode: 'SW1A 1AA' }, '#/postalCode'],
    ['an id of its own', { id: 'adr_1' }, '#/id'],
    ['no city', { city: undefined }, '#/city'],
  ])('refuses an address with %s', async (_, change, pointer) => {
    const { user } = await aUser();

    const { status, body } = await call('POST /{id}/addresses', {
      params: { id: 'me' },
      user,
      body: { ...ADDRESS, ...change },
    });

    expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  });
});

describe('another user’s id', () => {
  it('is not found on every route', async () => {
    const [mine, theirs] = [await aUser(), await aUser()];
    const added = await call('POST /{id}/addresses', { params: { id: 'me' }, user: theirs.user, body: ADDRESS });
    const addressId = added.body.id;
    const headers = { 'if-match': '*' };
    const tries: [string, TestRequest][] = [
      ['GET /{id}', {}],
      ['PUT /{id}', { headers, body: { name: 'Eve' } }],
      ['DELETE /{id}', {}],
      ['GET /{id}/preferences', {}],
      ['PUT /{id}/preferences', { body: { channels: [], locale: 'en', currency: 'EUR' } }],
      ['GET /{id}/addresses', {}],
      ['POST /{id}/addresses', { body: ADDRESS }],
      ['PUT /{id}/addresses/{addressId}', { headers, body: ADDRESS }],
      ['DELETE /{id}/addresses/{addressId}', {}],
      ['GET /{id}/export', {}],
    ];

    for (const [route, request] of tries) {
      const params = { id: theirs.id, ...(route.includes('addressId') ? { addressId } : {}) };
      expect([route, (await call(route, { ...request, params, user: mine.user })).status]).toEqual([route, 404]);
      // An admin does not reach another user's own data either.
      if (/preferences|addresses|export|PUT/.test(route)) {
        const admin = { id: mine.id, groups: ['admin'] };
        expect([route, (await call(route, { ...request, params, user: admin })).status]).toEqual([route, 404]);
      }
    }
    const own = { params: { id: 'me', addressId }, user: mine.user };
    expect((await call('DELETE /{id}/addresses/{addressId}', own)).status).toBe(404);
    expect(
      (await call('PUT /{id}/roles', { params: { id: theirs.id }, user: mine.user, body: { roles: [] } })).status,
    ).toBe(403);
    expect((await call('GET /{id}', { params: { id: 'me' }, user: theirs.user })).body.id).toBe(theirs.id);
  });
});

describe('roles', () => {
  const set = (admin: { id: string }, id: string, roles: string[]) =>
    call('PUT /{id}/roles', { params: { id }, user: { id: admin.id, groups: ['admin'] }, body: { roles } });

  it('are set by an admin exactly as given, and a removed one ends the sessions', async () => {
    const [admin, other] = [anAdmin(), await aUser()];

    const raised = await set(admin, other.id, ['seller', 'customer']);
    const tokens = (await call('POST /refresh', { body: { refreshToken: other.tokens.refreshToken } })).body;
    const lowered = await set(admin, other.id, ['customer']);
    const after = await call('POST /refresh', { body: { refreshToken: other.tokens.refreshToken } });

    expect(raised.body).toEqual({ roles: ['customer', 'seller'] });
    expect(claimsOf(tokens.accessToken)['cognito:groups']).toEqual(['customer', 'seller']);
    expect([lowered.status, after.status]).toEqual([200, 401]);
    expect(await eventsOf(other.id)).toEqual(['UserRegistered', 'UserRolesChanged', 'UserRolesChanged']);
    const seen = await call('GET /{id}', { params: { id: other.id }, user: { id: admin.id, groups: ['admin'] } });
    expect(seen.body).toMatchObject({ id: other.id, roles: ['customer'] });
  });

  it('are refused for an unknown user, and so are unknown roles', async () => {
    const admin = await aUser();

    expect((await set(admin, randomUUID(), ['admin'])).status).toBe(404);
    expect((await set(admin, 'x" or sub ^= "', ['admin'])).status).toBe(404);
    expect((await set(admin, admin.id, ['root'])).status).toBe(400);
  });
});

describe('erasure', () => {
  it('removes all personal data from the export, the table, the events and the directory', async () => {
    const { id, email, user, tokens } = await aUser();
    const of = { params: { id: 'me' }, user };
    await call('PUT /{id}', {
      ...of,
      headers: { 'if-match': '*' },
      body: { name: 'Ada Lovelace', phone: '+491701234567' },
    });
    await call('POST /{id}/addresses', { ...of, body: { ...ADDRESS, line1: 'Secret Street 7' } });
    const personal = [email, 'Ada Lovelace', '+491701234567', 'Secret Street 7'];
    const exported = await call('GET /{id}/export', of);

    const erased = await call('DELETE /{id}', of);
    const again = await call('DELETE /{id}', { params: { id }, user: anAdmin() });

    for (const text of personal) expect(JSON.stringify(exported.body)).toContain(text);
    expect([erased.status, again.status]).toEqual([204, 204]);
    const left = JSON.stringify(await itemsOf(id));
    for (const text of personal) expect(left).not.toContain(text);
    expect(await eventsOf(id)).toEqual(expect.arrayContaining(['UserRegistered', 'UserErased']));
    expect((await login(email)).status).toBe(401);
    expect((await call('POST /refresh', { body: { refreshToken: tokens.refreshToken } })).status).toBe(401);
  });

  it('is not undone by requests with an access token that is still valid', async () => {
    const { user } = await aUser();
    const of = { params: { id: 'me' }, user };
    await call('DELETE /{id}', of);

    const late = await Promise.all([
      call('GET /{id}', of),
      call('PUT /{id}', { ...of, headers: { 'if-match': '*' }, body: { name: 'Ada' } }),
      call('POST /{id}/addresses', { ...of, body: ADDRESS }),
      call('PUT /{id}/preferences', { ...of, body: { channels: [], locale: 'en', currency: 'EUR' } }),
      call('GET /{id}/export', of),
    ]);

    expect(late.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });

  it('allows the same address to be registered again, as a new user', async () => {
    const { id, email, user } = await aUser();
    await call('DELETE /{id}', { params: { id: 'me' }, user });

    await register(email);
    await call('POST /confirm', { body: { email, code: await codeFor(email) } });
    const { body } = await login(email);

    expect(claimsOf(body.accessToken).sub).not.toBe(id);
  });

  it('is completed by its event when the directory could not be reached', async () => {
    const { id, email, user } = await aUser();
    shop.faults.add({ service: 'cognito-idp', operation: 'AdminDeleteUser', when: 'before', times: 3 });
    const failed = await call('DELETE /{id}', { params: { id: 'me' }, user });
    const { event } = (await itemsOf(id)).findLast((item) => item.event?.metadata.name === 'UserErased') ?? {};
    const consume = (await import('./events.ts')).handler;
    const body = JSON.stringify({ 'detail-type': 'UserErased', detail: event });

    const consumed = await consume({
      Records: [
        { messageId: 'm', body },
        { messageId: 'n', body },
      ],
    } as never);

    expect(failed.status).toBe(503);
    expect(consumed).toEqual({ batchItemFailures: [] });
    await register(email);
    expect(await codeFor(email)).toMatch(/^\d{6}$/);
  });

  it('answers with the orders that are not done, also when it is repeated', async () => {
    const { id, user } = await aUser();
    const times = { createdAt: '2026-11-20T12:00:00.000Z', updatedAt: new Date().toISOString() };
    const { totals, lines } = orderPlaced.sample;
    const order = { id: `ord_${id}`, number: 'K7Q2', status: 'confirmed', cartId: 'crt_1', cartVersion: 1, version: 2 };
    const contact = { orderId: order.id, email: 'ada@example.com', shippingAddress: ADDRESS, paymentMethod: 'pm_1' };
    await shop.db.table.transact([
      put({ ...orderKey(order.id), ...order, ...times, userId: id, totals, lines }),
      put({ ...contactKey(order.id), ...contact, gsi1pk: buyerIndex(id), gsi1sk: order.id }),
    ]);

    const erased = await call('DELETE /{id}', { params: { id: 'me' }, user });
    const again = await call('DELETE /{id}', { params: { id }, user: anAdmin() });

    expect(erased.status).toBe(200);
    expect(erased.body).toEqual({
      keptOrders: [{ id: order.id, number: 'K7Q2', reason: 'to_be_sent', until: expect.any(String) }],
    });
    expect([again.status, again.body]).toEqual([200, erased.body]);
  });

  it('may be requested by an admin', async () => {
    const { id, email } = await aUser();

    expect((await call('DELETE /{id}', { params: { id }, user: { id: randomUUID(), groups: ['admin'] } })).status).toBe(
      204,
    );
    expect((await login(email)).status).toBe(401);
  });
});
