import { describe, expect, it } from 'vitest';
import type { Role } from '../../../shared/kernel/roles.ts';
import { type SetRolesPorts, setRoles } from './set-roles.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00Z') };

/** A directory in memory. Each call takes a turn of the event loop, as on the network. */
function aDirectory(members: Record<string, Role[]>) {
  const groups = new Map(Object.entries(members).map(([username, roles]) => [username, new Set(roles)]));
  const of = (username: string) => groups.get(username) ?? new Set<Role>();
  const ended: string[] = [];
  const recorded: unknown[] = [];
  const marked: string[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const ports: SetRolesPorts = {
    store: { record: async (_, event) => void recorded.push(event.data) },
    sessions: { end: async (userId) => void marked.push(userId) },
    directory: {
      findAccount: async (userId) =>
        groups.has(userId)
          ? { userId, username: userId, email: 'x@example.com', emailVerified: true, confirmed: true }
          : undefined,
      rolesOf: async (username) => [...of(username)],
      grant: async (username, role) => {
        await turn();
        of(username).add(role);
      },
      takeAway: async (username, role) => {
        await turn();
        of(username).delete(role);
      },
      hasOthers: async (role, username) => [...groups].some(([name, roles]) => name !== username && roles.has(role)),
      endSessions: async (username) => void ended.push(username),
    },
  };
  const set = (userId: string, roles: Role[]) =>
    setRoles(ports, clock, { userId, roles, changedBy: 'ann', requestId: 'req_1' });
  return { set, rolesOf: (username: string) => [...of(username)].sort(), ended, recorded, marked };
}

describe('a change of roles', () => {
  it('sets exactly these roles, and publishes an event without personal data', async () => {
    const { set, rolesOf, ended, recorded } = aDirectory({ ann: ['admin'], bob: ['customer'] });

    expect(await set('bob', ['seller', 'customer'])).toEqual({ ok: true, value: ['customer', 'seller'] });
    expect(rolesOf('bob')).toEqual(['customer', 'seller']);
    expect(ended).toEqual([]);
    expect(recorded).toEqual([{ userId: 'bob', roles: ['customer', 'seller'], changedBy: 'ann' }]);
  });

  it('voids the access tokens of the user, also when a repetition finds nothing to change', async () => {
    const { set, marked } = aDirectory({ ann: ['admin'], bob: ['customer'] });

    await set('bob', ['seller']);
    await set('bob', ['seller']);

    expect(marked).toEqual(['bob', 'bob']);
  });

  it('ends the sessions of a user who loses a role', async () => {
    const { set, ended } = aDirectory({ ann: ['admin'], bob: ['customer', 'seller'] });

    await set('bob', ['customer']);

    expect(ended).toEqual(['bob']);
  });

  it('never removes the role of the last admin', async () => {
    const { set, rolesOf, recorded } = aDirectory({ ann: ['admin', 'customer'] });

    expect(await set('ann', ['customer'])).toMatchObject({ ok: false, refusal: { code: 'users.last_admin' } });
    expect(rolesOf('ann')).toEqual(['admin', 'customer']);
    expect(recorded).toEqual([]);
  });

  it('leaves admins when two remove each other’s role concurrently', async () => {
    const { set, rolesOf } = aDirectory({ ann: ['admin'], bob: ['admin'] });

    await Promise.all([set('ann', []), set('bob', [])]);

    expect([...rolesOf('ann'), ...rolesOf('bob')]).toContain('admin');
  });
});
