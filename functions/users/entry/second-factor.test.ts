import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserMFAPreferenceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aUser, claimsOf, PASSWORD, startUsersShop, type UsersShop } from '../testing/users-shop.ts';

const STEP = 30_000;
/** The time by which Cognito's clock is ahead: a code counts once, so tests need more of them. */
let ahead = 0;
let shop: UsersShop;

beforeAll(async () => {
  shop = await startUsersShop(() => Date.now() + ahead);
});
afterAll(async () => {
  await shop.stop();
  vi.unstubAllEnvs();
});

type Ada = Awaited<ReturnType<typeof aUser>>;

const codeOf = (secret: string, steps = 0) =>
  generateSync({ secret, epoch: Math.floor((Date.now() + ahead + steps * STEP) / 1000) });

/** A code that was never used. */
function freshCode(secret: string): string {
  ahead += 2 * STEP;
  return codeOf(secret);
}

const own = (ada: Ada, route: string, body?: object) => {
  const [method, path = ''] = route.split(' ');
  return shop.call(`${method} /me/mfa${path}`, { user: ada.user, headers: ada.headers, body });
};
const begin = (ada: Ada, currentPassword = PASSWORD) => own(ada, 'POST', { currentPassword });
const confirm = (ada: Ada, code: string, currentPassword = PASSWORD) =>
  own(ada, 'POST /confirm', { currentPassword, code });
const disable = (ada: Ada, code: string, currentPassword = PASSWORD) =>
  own(ada, 'POST /disable', { currentPassword, code });
const isOn = async (ada: Ada) => (await own(ada, 'GET')).body.enabled;

const logIn = (email: string, password = PASSWORD, sourceIp?: string) =>
  shop.call('POST /login', { body: { email, password }, ...(sourceIp && { sourceIp }) });
const answer = (email: string, session: string, code: string, sourceIp?: string) =>
  shop.call('POST /login/mfa', { body: { email, session, code }, ...(sourceIp && { sourceIp }) });

const inPool = (Username: string) => ({ UserPoolId: shop.userPoolId, Username });
const groupsOf = async ({ id }: Ada) => {
  const { Groups = [] } = await shop.cognito.send(new AdminListGroupsForUserCommand(inPool(id)));
  return Groups.map(({ GroupName }) => GroupName);
};

/** Somebody whose second factor is on; their sessions have ended by that. */
async function enrolled() {
  const ada = await aUser(shop);
  const { secret } = (await begin(ada)).body as { secret: string };
  expect((await confirm(ada, freshCode(secret))).status).toBe(204);
  // As if they had logged in again: the marks of this test void no token of tomorrow.
  const issuedAt = Math.floor(Date.now() / 1000) + 86_400;
  return { ada: { ...ada, user: { ...ada.user, issuedAt } }, secret };
}

describe('enrolling', () => {
  it('takes the password and a code, and ends the sessions that were begun without it', async () => {
    const ada = await aUser(shop);

    const wrong = await begin(ada, 'Wrong-horse-1');
    const { status, body } = await begin(ada);
    const uri = new URL(body.otpauthUri);

    expect([wrong.status, wrong.body.code, status]).toEqual([422, 'users.wrong_password', 200]);
    expect(body.secret).toMatch(/^[A-Z2-7]{32,}$/);
    expect(`${uri.protocol}//${uri.host}${uri.pathname}`).toBe(`otpauth://totp/Souk:${encodeURIComponent(ada.email)}`);
    expect(Object.fromEntries(uri.searchParams)).toEqual({ secret: body.secret, issuer: 'Souk' });
    expect([(await logIn(ada.email)).status, await isOn(ada)]).toEqual([200, false]);
    const code = freshCode(body.secret);
    const refusals = [await confirm(ada, codeOf(body.secret, 9)), await confirm(ada, code, 'Wrong-horse-1')];
    expect(refusals.map((refusal) => refusal.body.code)).toEqual(['users.invalid_mfa_code', 'users.wrong_password']);
    expect((await confirm(ada, code)).status).toBe(204);
    const { refreshToken } = ada.tokens;
    expect((await shop.call('POST /refresh', { body: { refreshToken } })).status).toBe(401);
    expect((await own(ada, 'GET')).status).toBe(401);
    expect((await logIn(ada.email)).status).toBe(202);
    expect(await groupsOf(ada)).toEqual(['customer', 'second-factor']);
  });

  it('is done once, and a call that failed halfway is completed by another one', async () => {
    const { ada, secret } = await enrolled();
    await shop.cognito.send(new AdminRemoveUserFromGroupCommand({ ...inPool(ada.email), GroupName: 'second-factor' }));

    const again = await begin(ada);
    const completed = await confirm(ada, freshCode(secret));

    expect([again.status, again.body.code, completed.status]).toEqual([409, 'users.mfa_is_on', 204]);
    expect(await groupsOf(ada)).toContain('second-factor');
  });

  it('makes another secret as long as none is confirmed, and the earlier one is void', async () => {
    const ada = await aUser(shop);
    const [first, second] = [(await begin(ada)).body, (await begin(ada)).body];

    expect((await confirm(ada, freshCode(first.secret))).status).toBe(422);
    expect((await confirm(ada, freshCode(second.secret))).status).toBe(204);
  });
});

describe('logging in with a second factor', () => {
  it('gives a session of some minutes, and tokens for a code, which are renewed without one', async () => {
    const { ada, secret } = await enrolled();

    const asked = await logIn(ada.email);
    const { status, body } = await answer(ada.email, asked.body.session, freshCode(secret));

    expect(asked).toMatchObject({ status: 202, body: { session: expect.any(String), expiresIn: 300 } });
    expect(Object.keys(asked.body)).toEqual(['session', 'expiresIn']);
    expect(status).toBe(200);
    expect(claimsOf(body.accessToken)['cognito:groups']).toEqual(['customer', 'second-factor']);
    const renewed = await shop.call('POST /refresh', { body: { refreshToken: body.refreshToken } });
    expect(claimsOf(renewed.body.accessToken)['cognito:groups']).toContain('second-factor');
  });

  it('refuses a wrong code, one of another time, a used one and one of another secret with one answer', async () => {
    const { ada, secret } = await enrolled();
    const other = await enrolled();
    const used = freshCode(secret);
    expect((await answer(ada.email, (await logIn(ada.email)).body.session, used)).status).toBe(200);
    const { session } = (await logIn(ada.email)).body;

    const codes = [used, codeOf(secret, -1), codeOf(secret, 5), codeOf(other.secret, 1), '000000'];
    const refusals = await Promise.all(codes.map((code) => answer(ada.email, session, code)));

    for (const { status, body } of refusals) expect([status, body.code]).toEqual([401, 'users.invalid_mfa_code']);
    expect(new Set(refusals.map(({ body }) => body.detail)).size).toBe(1);
    expect((await answer(ada.email, session, codeOf(secret, 1))).status).toBe(200);
  });

  it('gives tokens to one of many who send the same code at once', async () => {
    const { ada, secret } = await enrolled();
    const sessions = await Promise.all([1, 2, 3, 4].map(async () => (await logIn(ada.email)).body.session));
    const code = freshCode(secret);

    const answers = await Promise.all(sessions.map((session) => answer(ada.email, session, code)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
  });

  it('binds a session to its user, to one use, and to its time', async () => {
    const { ada, secret } = await enrolled();
    const eve = await enrolled();
    const { session } = (await logIn(ada.email)).body;
    const late = (await logIn(ada.email)).body.session;
    const nobody = 'nobody-at-all@example.com';

    expect((await answer(eve.ada.email, session, freshCode(eve.secret))).status).toBe(401);
    expect((await answer(nobody, session, codeOf(secret))).status).toBe(401);
    expect((await answer(ada.email, 'no-such-session-at-all', codeOf(secret))).status).toBe(401);
    expect((await answer(ada.email, session, codeOf(secret))).status).toBe(200);
    expect((await answer(ada.email, session, codeOf(secret, 1))).status).toBe(401);
    ahead += 6 * 60_000;
    expect((await answer(ada.email, late, codeOf(secret))).status).toBe(401);
  });

  it('stops guesses of codes, and leaves the owner their own attempts where they have logged in', async () => {
    const { ada, secret } = await enrolled();
    const home = '203.0.113.7';
    const atHome = async (code: string) => answer(ada.email, (await logIn(ada.email)).body.session, code, home);
    expect((await atHome(freshCode(secret))).status).toBe(200);
    const { session } = (await logIn(ada.email)).body;
    const fresh = freshCode(secret);

    const guesses = await Promise.all(Array.from({ length: 12 }, () => answer(ada.email, session, '000000')));

    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(2);
    expect((await answer(ada.email, session, fresh)).status).toBe(429);
    expect((await atHome(fresh)).status).toBe(200);
  });

  it('is not left out after a new password, by reset or by change', async () => {
    const { ada, secret } = await enrolled();
    await shop.call('POST /password/forgot', { body: { email: ada.email } });
    const mails = (await (await fetch(shop.mailUrl)).json()) as { to: string; text: string }[];
    const code = /\d{6}/.exec(mails.find(({ to }) => to === ada.email)?.text ?? '')?.[0];
    const reset = { email: ada.email, code, newPassword: 'Another-horse-2' };
    expect((await shop.call('POST /password/reset', { body: reset })).status).toBe(204);

    expect((await logIn(ada.email)).status).toBe(401);
    expect(await logIn(ada.email, reset.newPassword)).toMatchObject({ status: 202, body: { expiresIn: 300 } });
    const body = { currentPassword: reset.newPassword, newPassword: 'A-third-horse-3' };
    expect((await shop.call('POST /password/change', { user: ada.user, body })).status).toBe(204);
    const asked = await logIn(ada.email, body.newPassword);
    expect((await answer(ada.email, asked.body.session, freshCode(secret))).status).toBe(200);
  });
});

describe('switching it off', () => {
  it('takes the password and a code, and ends the sessions whose tokens say that it is on', async () => {
    const { ada, secret } = await enrolled();
    const { session } = (await logIn(ada.email)).body;
    const { refreshToken } = (await answer(ada.email, session, freshCode(secret))).body;

    expect((await disable(ada, freshCode(secret), 'Wrong-horse-1')).body.code).toBe('users.wrong_password');
    expect((await disable(ada, codeOf(secret, 9))).body.code).toBe('users.invalid_mfa_code');
    expect(await isOn(ada)).toBe(true);
    expect((await disable(ada, codeOf(secret))).status).toBe(204);

    expect((await shop.call('POST /refresh', { body: { refreshToken } })).status).toBe(401);
    expect((await logIn(ada.email)).status).toBe(200);
    expect(await groupsOf(ada)).toEqual(['customer']);
    const { UserMFASettingList } = await shop.cognito.send(new AdminGetUserCommand(inPool(ada.email)));
    expect(UserMFASettingList).toEqual([]);
  });

  it('by an operator who leaves the mark gives no token that says it is on', async () => {
    const { ada } = await enrolled();
    const off = { ...inPool(ada.email), SoftwareTokenMfaSettings: { Enabled: false } };
    await shop.cognito.send(new AdminSetUserMFAPreferenceCommand(off));

    const { status, body } = await logIn(ada.email);

    expect([status, claimsOf(body.accessToken)['cognito:groups']]).toEqual([200, ['customer']]);
  });
});
