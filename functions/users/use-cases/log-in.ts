import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface LogInPorts {
  /** Asks the directory of users. Its refusals are thrown, under Cognito's names. */
  authenticate(email: string, password: string): Promise<Tokens | undefined>;
}

/** A wrong password, an unknown address and an account that may not sign in are told apart nowhere: no address can be probed. */
const INVALID = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
  'InvalidPasswordException',
]);
const LIMITED = new Set(['TooManyRequestsException', 'LimitExceededException', 'TooManyFailedAttemptsException']);

/** Signs a user in. */
export async function logIn(
  ports: LogInPorts,
  email: string,
  password: string,
): Promise<Result<Tokens, Refusal<'users.invalid_credentials' | 'users.too_many_attempts'>>> {
  try {
    const tokens = await ports.authenticate(email.toLowerCase(), password);
    if (tokens) return ok(tokens);
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (LIMITED.has(name)) return refuse('users.too_many_attempts', 'Too many attempts. Try again later.');
    if (!INVALID.has(name)) throw error;
  }
  return refuse('users.invalid_credentials', 'The email or the password is wrong.');
}
