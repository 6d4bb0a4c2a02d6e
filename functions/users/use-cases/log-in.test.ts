import { describe, expect, it } from 'vitest';
import { logIn } from './log-in.ts';

const tokens = { accessToken: 'a', idToken: 'i', refreshToken: 'r', expiresIn: 3600 };

const failingWith = (name: string) => ({
  authenticate: async () => {
    throw Object.assign(new Error('No such user: ada@example.com'), { name });
  },
});

const logInWith = (ports: Parameters<typeof logIn>[0]) => logIn(ports, 'ada@example.com', 'secret');

describe('logging in', () => {
  it('answers tokens, and finds the address however it is capitalised', async () => {
    const asked: string[] = [];
    const authenticate = async (...given: string[]) => {
      asked.push(...given);
      return tokens;
    };

    const result = await logIn({ authenticate }, 'Ada@Example.COM', 'Secret');

    expect(result).toEqual({ ok: true, value: tokens });
    expect(asked).toEqual(['ada@example.com', 'Secret']);
  });

  it('tells a wrong password, an unknown address and a closed account apart nowhere', async () => {
    const challenged = logInWith({ authenticate: async () => undefined });
    const refusals = await Promise.all([
      challenged,
      ...[
        'NotAuthorizedException',
        'UserNotFoundException',
        'UserNotConfirmedException',
        'PasswordResetRequiredException',
      ]
        .map(failingWith)
        .map(logInWith),
    ]);

    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
    expect(refusals[0]).toMatchObject({ ok: false, refusal: { code: 'users.invalid_credentials' } });
  });

  it.each(['TooManyRequestsException', 'LimitExceededException', 'TooManyFailedAttemptsException'])(
    'passes the brake of the directory on: %s',
    async (name) => {
      expect(await logInWith(failingWith(name))).toMatchObject({ refusal: { code: 'users.too_many_attempts' } });
    },
  );

  it('takes a fault for a fault, not for a wrong password', async () => {
    await expect(logInWith(failingWith('InternalErrorException'))).rejects.toThrow();
  });
});
