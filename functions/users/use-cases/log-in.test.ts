import { describe, expect, it } from 'vitest';
import type { SessionMark } from '../../../shared/kernel/session-mark.ts';
import type { User } from '../domain/user.ts';
import { type LogInPorts, logIn } from './log-in.ts';

const tokens = { accessToken: 'a', idToken: 'i', refreshToken: 'r', expiresIn: 900 };
const NOW = Date.parse('2026-11-20T12:00:00Z');
const issuedAt = NOW / 1000;
const clock = { now: () => new Date(NOW), pause: async () => undefined };
const account = {
  userId: 'usr_1',
  username: 'usr_1',
  email: 'ada@example.com',
  emailVerified: true,
  confirmed: true,
};

const userOf = (id: string) => ({ id }) as User;

const portsWith = (
  authenticate: LogInPorts['directory']['authenticate'],
  stored: User | 'erased' | undefined = userOf('usr_1'),
  mark?: SessionMark,
) => {
  const added: User[] = [];
  const ports: LogInPorts = {
    store: { getUser: async () => stored, addUser: async (user) => added.push(user) > 0 },
    directory: {
      authenticate,
      findAccount: async () => account,
      grant: async () => undefined,
      mark: async () => undefined,
    },
    currency: 'EUR',
    sessions: { read: async () => mark },
  };
  return { ports, added };
};

const failingWith = (name: string) => async () => {
  throw Object.assign(new Error('No such user: ada@example.com'), { name });
};

const request = { email: 'ada@example.com', password: 'secret', requestId: 'req_1' };

const logInWith = (...given: Parameters<typeof portsWith>) => logIn(portsWith(...given).ports, clock, request);

describe('logging in', () => {
  it('returns tokens', async () => {
    expect(await logInWith(async () => ({ userId: 'usr_1', issuedAt, isMarked: false, tokens }))).toEqual({
      ok: true,
      value: tokens,
    });
  });

  it('in the second in which other sessions ended waits for the next, and returns tokens that no mark voids', async () => {
    let now = NOW + 400;
    const waiting = {
      now: () => new Date(now),
      pause: async (ms: number) => {
        now += ms;
      },
    };
    const issue = async () => ({ userId: 'usr_1', issuedAt: Math.floor(now / 1000), isMarked: false, tokens });
    const { ports } = portsWith(issue, undefined, { endedAt: issuedAt + 1, isErased: false });

    expect(await logIn(ports, waiting, request)).toEqual({ ok: true, value: tokens });
    expect(now).toBe(NOW + 1000);
  });

  it('of an erased user is refused, whatever the directory says', async () => {
    const mark = { endedAt: issuedAt, isErased: true };
    const refused = await logInWith(
      async () => ({ userId: 'usr_1', issuedAt, isMarked: false, tokens }),
      undefined,
      mark,
    );
    expect(refused).toMatchObject({ refusal: { code: 'users.invalid_credentials' } });
  });

  it('creates the profile of a user who has none', async () => {
    const { ports, added } = portsWith(async () => ({ userId: 'usr_1', issuedAt, isMarked: false, tokens }), undefined);
    const bare = { ...ports, store: { ...ports.store, getUser: async () => undefined } };

    expect(await logIn(bare, clock, request)).toMatchObject({ ok: true });
    expect(added).toMatchObject([{ id: 'usr_1', email: 'ada@example.com', emailVerified: true, version: 1 }]);
  });

  it('returns the same for a wrong password, an unknown address, a closed and an erased account', async () => {
    const challenged = logInWith(async () => undefined);
    const erased = logInWith(async () => ({ userId: 'usr_1', issuedAt, isMarked: false, tokens }), 'erased');
    const refusals = await Promise.all([
      challenged,
      erased,
      ...[
        'NotAuthorizedException',
        'UserNotFoundException',
        'UserNotConfirmedException',
        'PasswordResetRequiredException',
      ].map((name) => logInWith(failingWith(name))),
    ]);

    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
    expect(refusals[0]).toMatchObject({ ok: false, refusal: { code: 'users.invalid_credentials' } });
  });

  it.each(['TooManyRequestsException', 'LimitExceededException', 'TooManyFailedAttemptsException'])(
    'returns the directory’s own limit as too many attempts: %s',
    async (name) => {
      expect(await logInWith(failingWith(name))).toMatchObject({ refusal: { code: 'users.too_many_attempts' } });
    },
  );

  it('throws a fault instead of reporting a wrong password', async () => {
    await expect(logInWith(failingWith('InternalErrorException'))).rejects.toThrow();
  });
});
