import type { Handlers } from '../../../../shared/http/api.ts';
import { requireUser } from '../../../../shared/http/caller.ts';
import { answer, noContent, reply } from '../../../../shared/http/reply.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { inEvenTime } from '../../adapters/even-time.ts';
import type { usersContract } from '../../contract/index.ts';
import { CHALLENGE_MINUTES } from '../../domain/values.ts';
import { confirm } from '../../use-cases/confirm.ts';
import { logIn } from '../../use-cases/log-in.ts';
import { logInWithCode } from '../../use-cases/log-in-with-code.ts';
import { logOut } from '../../use-cases/log-out.ts';
import { changePassword, resetPassword } from '../../use-cases/passwords.ts';
import { refreshSession } from '../../use-cases/refresh-session.ts';
import { register } from '../../use-cases/register.ts';
import { ports } from './ports.ts';

type AccountRoute =
  | 'register'
  | 'resendCode'
  | 'confirm'
  | 'login'
  | 'loginWithCode'
  | 'refresh'
  | 'logout'
  | PasswordRoute;
type PasswordRoute = 'changePassword' | 'forgotPassword' | 'resetPassword';

const { directory } = ports;

/** Registration, sessions and passwords. */
export const accounts: Pick<Handlers<typeof usersContract, 'api'>, AccountRoute> = {
  register: async ({ body, requestId }) => {
    await inEvenTime(register(ports, systemClock, body, requestId));
    return reply(202, undefined);
  },

  resendCode: async ({ body }) => {
    await inEvenTime(directory.resendCode(body.email));
    return reply(202, undefined);
  },

  confirm: ({ body, requestId }) => answer(confirm(ports, systemClock, { ...body, requestId }), noContent),

  login: ({ body, requestId }) =>
    answer(logIn(ports, systemClock, { ...body, requestId }), (signedIn) =>
      'challenge' in signedIn
        ? reply(202, { session: signedIn.challenge, expiresIn: CHALLENGE_MINUTES * 60 })
        : reply(200, signedIn),
    ),

  loginWithCode: ({ body, requestId }) =>
    answer(logInWithCode(ports, systemClock, { ...body, requestId }), (tokens) => reply(200, tokens)),

  refresh: ({ body }) => answer(refreshSession(ports, systemClock, body.refreshToken), (tokens) => reply(200, tokens)),

  logout: async ({ body }) => {
    await logOut(ports, body.refreshToken);
    return noContent();
  },

  changePassword: ({ caller, body }) => {
    const { userId } = requireUser(caller);
    return answer(changePassword(ports, { ...body, userId }), noContent);
  },

  forgotPassword: async ({ body }) => {
    await inEvenTime(directory.forgotPassword(body.email));
    return reply(202, undefined);
  },

  resetPassword: ({ body }) => answer(resetPassword(ports, body), noContent),
};
