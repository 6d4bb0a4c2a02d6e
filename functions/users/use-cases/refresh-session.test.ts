import { expect, test } from 'vitest';
import { logOut } from './log-out.ts';
import { refreshSession } from './refresh-session.ts';

const tokens = { accessToken: 'a', idToken: 'i', refreshToken: 'r', expiresIn: 900 };
const session = { userId: 'usr_1', issuedAt: 1000, isMarked: false, tokens };
const clock = { now: () => new Date(1_000_000), pause: async () => undefined };
const sessions = { read: async () => undefined };

test('A valid refresh token returns new tokens.', async () => {
  const ports = { directory: { refresh: async () => session }, sessions };
  expect(await refreshSession(ports, clock, 'r')).toEqual({ ok: true, value: tokens });
});

test('A refresh token that is revoked or unknown, or whose user was erased, is refused.', async () => {
  const unknown = { directory: { refresh: async () => undefined }, sessions };
  const erased = {
    directory: { refresh: async () => session },
    sessions: { read: async () => ({ endedAt: 0, isErased: true }) },
  };
  for (const ports of [unknown, erased]) {
    expect(await refreshSession(ports, clock, 'r')).toMatchObject({ refusal: { code: 'users.invalid_refresh_token' } });
  }
});

test('Logging out revokes the refresh token, then ends the sessions of its user; an invalid one ends nothing.', async () => {
  const done: string[] = [];
  const directory = {
    refresh: async (token: string) => (token === 'r' ? session : undefined),
    revoke: async (token: string) => void done.push(`revoked ${token}`),
  };
  const marks = { end: async (userId: string) => void done.push(`ended ${userId}`) };

  await logOut({ directory, sessions: marks }, 'r');
  await logOut({ directory, sessions: marks }, 'other');

  expect(done).toEqual(['revoked r', 'ended usr_1', 'revoked other']);
});
