import { expect, test } from 'vitest';
import { refreshSession } from './refresh-session.ts';

const tokens = { accessToken: 'a', idToken: 'i', refreshToken: 'r', expiresIn: 3600 };

test('A valid refresh token returns new tokens.', async () => {
  expect(await refreshSession({ refresh: async () => tokens }, 'r')).toEqual({ ok: true, value: tokens });
});

test('A refresh token that is revoked or unknown is refused.', async () => {
  expect(await refreshSession({ refresh: async () => undefined }, 'r')).toMatchObject({
    ok: false,
    refusal: { code: 'users.invalid_refresh_token' },
  });
});
