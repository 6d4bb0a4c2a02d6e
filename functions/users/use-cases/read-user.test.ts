import { expect, test, vi } from 'vitest';
import type { Role } from '../../../shared/kernel/roles.ts';
import type { User } from '../domain/user.ts';
import { type ReadUserPorts, readOwnUser, readUser } from './read-user.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00Z') };

const userOf = (id: string): User => ({
  id,
  email: `${id}@example.com`,
  emailVerified: true,
  preferences: { channels: ['email'], locale: 'en', currency: 'EUR' },
  version: 1,
  createdAt: '2026-11-20T12:00:00.000Z',
  updatedAt: '2026-11-20T12:00:00.000Z',
});

/** A shop with Ann and Bob; Bob became a seller after his token was issued. */
function aShop() {
  const rolesOf = vi.fn(async (): Promise<Role[]> => ['customer', 'seller']);
  const ports = {
    store: { getUser: async (id: string) => (['ann', 'bob'].includes(id) ? userOf(id) : undefined) },
    directory: {
      findAccount: async (userId: string) =>
        userId === 'bob' ? { userId, username: 'b', confirmed: true } : undefined,
      rolesOf,
    },
  } as unknown as ReadUserPorts;
  const read = (userId: string, roles: readonly Role[], id: string) =>
    readUser(ports, clock, { requester: { userId, roles }, id, requestId: 'req_1' });
  const readOwn = (userId: string, id: string) =>
    readOwnUser(ports, clock, { requester: { userId, roles: ['admin'] }, id, requestId: 'req_1' });
  return { read, readOwn, rolesOf };
}

test('A user sees the roles of their token, without a call of the directory.', async () => {
  const { read, rolesOf } = aShop();

  expect(await read('bob', ['customer'], 'me')).toEqual({
    ok: true,
    value: { user: userOf('bob'), roles: ['customer'] },
  });
  expect(rolesOf).not.toHaveBeenCalled();
});

test('An admin sees the roles that the directory has of another user.', async () => {
  const { read, rolesOf } = aShop();

  expect(await read('root', ['admin'], 'bob')).toMatchObject({ ok: true, value: { roles: ['customer', 'seller'] } });
  expect(rolesOf).toHaveBeenCalledExactlyOnceWith('b');
});

test('A user without an account in the directory has no roles.', async () => {
  expect(await aShop().read('root', ['admin'], 'ann')).toMatchObject({ ok: true, value: { roles: [] } });
});

test.each([
  ['Another user', ['customer'], 'bob'],
  ['A user who does not exist', ['admin'], 'eve'],
] as const)('%s is not found.', async (_, roles, id) => {
  expect(await aShop().read('ann', roles, id)).toMatchObject({ ok: false, refusal: { code: 'request.not_found' } });
});

test('On a route for the caller’s own data, even an admin reads only their own profile.', async () => {
  const { readOwn } = aShop();

  expect(await readOwn('ann', 'me')).toEqual({ ok: true, value: userOf('ann') });
  expect(await readOwn('ann', 'bob')).toMatchObject({ ok: false, refusal: { code: 'request.not_found' } });
  expect(await readOwn('eve', 'me')).toMatchObject({ ok: false, refusal: { code: 'request.not_found' } });
});
