import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { call, codeFor } from './shop.ts';

export const PASSWORD = 'Correct-horse-battery-1';

export const anEmail = () => `ada-${randomUUID()}@example.com`;

export const logIn = (email: string, password = PASSWORD) =>
  call('POST', '/users/login', { body: { email, password } });

/** Registers as a person would, and logs in. */
export async function aUser(email = anEmail()) {
  const registered = await call('POST', '/users/register', {
    body: { email, password: PASSWORD, name: 'Ada Lovelace' },
  });
  expect(registered.status).toBe(202);
  const confirmed = await call('POST', '/users/confirm', { body: { email, code: await codeFor(email) } });
  expect(confirmed.status).toBe(204);
  const { status, body } = await logIn(email);
  expect(status).toBe(200);
  const headers = { authorization: `Bearer ${body.accessToken}` };
  const { body: profile } = await call('GET', '/users/me', { headers });
  return { email, headers, tokens: body, id: profile.id as string, profile };
}
