import type { Timer } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { type FindUserPorts, findUser } from './find-user.ts';
import { issueSession, type Session, type SessionPorts, type Tokens } from './issue-session.ts';

export interface LogInPorts extends SessionPorts {
  readonly store: FindUserPorts['store'];
  readonly currency: string;
  readonly directory: FindUserPorts['directory'] & {
    /**
     * Throws refusals under Cognito's names. Returns undefined for a challenge, e.g. to set a new
     * password.
     */
    authenticate(email: string, password: string): Promise<Session | undefined>;
  };
}

/**
 * A wrong password, an unknown address, or an account that may not sign in. All get the same
 * answer, so that addresses cannot be probed.
 */
const INVALID = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
  'InvalidPasswordException',
]);
const LIMITED = new Set(['TooManyRequestsException', 'LimitExceededException', 'TooManyFailedAttemptsException']);

/** Signs a user in, and creates the profile if there is none. */
export async function logIn(
  ports: LogInPorts,
  clock: Timer,
  { email, password, requestId }: { readonly email: string; readonly password: string; readonly requestId: string },
): Promise<Result<Tokens, Refusal<'users.invalid_credentials' | 'users.too_many_attempts'>>> {
  try {
    const session = await issueSession(ports, clock, () => ports.directory.authenticate(email, password));
    if (session && (await findUser(ports, clock, session.userId, requestId))) return ok(session.tokens);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (LIMITED.has(name)) return refuse('users.too_many_attempts', 'Too many attempts. Try again later.');
    if (!INVALID.has(name)) throw error;
  }
  return refuse('users.invalid_credentials', 'The email or the password is wrong.');
}
