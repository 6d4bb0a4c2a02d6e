import type { Timer } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { type FindUserPorts, findUser } from './find-user.ts';
import { issueSession, type Session, type SessionPorts, type Tokens } from './issue-session.ts';

/** A sign-in whose password was right, and which waits for a code. */
export interface Challenge {
  readonly challenge: string;
}

export interface LogInPorts extends SessionPorts {
  readonly store: FindUserPorts['store'];
  readonly currency: string;
  readonly directory: FindUserPorts['directory'] & {
    /**
     * Throws refusals under Cognito's names. Returns undefined for a challenge that nobody can
     * answer here, e.g. to set a new password.
     */
    authenticate(email: string, password: string): Promise<Session | Challenge | undefined>;
    mark(username: string, isMarked: boolean): Promise<void>;
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

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs a user in, or asks for a code. It creates the profile if there is none. */
export async function logIn(
  ports: LogInPorts,
  clock: Timer,
  { requestId, ...credentials }: Credentials & { readonly requestId: string },
): Promise<Result<Tokens | Challenge, Refusal<'users.invalid_credentials' | 'users.too_many_attempts'>>> {
  let challenge: Challenge | undefined;
  try {
    const session = await issueSession(ports, clock, async () => {
      const answer = await authenticate(ports, credentials);
      if (answer && 'tokens' in answer) return answer;
      challenge = answer;
      return undefined;
    });
    if (challenge) return ok(challenge);
    if (session && (await findUser(ports, clock, session.userId, requestId))) return ok(session.tokens);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (LIMITED.has(name)) return refuse('users.too_many_attempts', 'Too many attempts. Try again later.');
    if (!INVALID.has(name)) throw error;
  }
  return refuse('users.invalid_credentials', 'The email or the password is wrong.');
}

/**
 * A sign-in that asked for no code gives no token that says so: an operator may have switched the
 * factor off and left the mark.
 */
async function authenticate({ directory }: LogInPorts, { email, password }: Credentials) {
  const answer = await directory.authenticate(email, password);
  if (!answer || 'challenge' in answer || !answer.isMarked) return answer;
  await directory.mark(answer.userId, false);
  return directory.authenticate(email, password);
}
