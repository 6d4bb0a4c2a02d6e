import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { SessionMarks } from '../../../shared/kernel/session-mark.ts';
import type { Account } from '../domain/user.ts';
import { noSuchUser } from './find-user.ts';

/** How a check with a password and a code ended. */
export type Proof = 'right' | 'wrong_password' | 'wrong_code';

export interface SecondFactorDirectory {
  findAccount(userId: string): Promise<Account | undefined>;
  /** Whether a sign-in asks for a code. */
  hasFactor(username: string): Promise<boolean>;
  /** Makes a secret, which asks for nothing until a code of it is verified. */
  makeSecret(account: Account, password: string): Promise<{ readonly secret: string } | 'wrong_password' | 'is_on'>;
  /** Verifies a code of the new secret; once the factor is on, a code of that. */
  verifyCode(account: Account, password: string, code: string): Promise<Proof>;
  /** Signs in with both. `is_off` when the sign-in asks for no code. */
  prove(account: Account, password: string, code: string): Promise<Proof | 'is_off'>;
  /** Lets the sign-ins of an account ask for a code, or not. */
  ask(username: string, isAsked: boolean): Promise<void>;
  /** Lets the tokens of an account say that its sign-ins ask for a code, or not. */
  mark(username: string, isMarked: boolean): Promise<void>;
  /** Revokes every refresh token. */
  endSessions(username: string): Promise<void>;
}

export interface UsedCodes {
  /** @returns false when the user has used this code before. */
  use(userId: string, code: string): Promise<boolean>;
}

export interface SecondFactorPorts {
  readonly directory: SecondFactorDirectory;
  readonly codes: UsedCodes;
  readonly sessions: Pick<SessionMarks, 'end'>;
}

interface Request {
  readonly userId: string;
  readonly currentPassword: string;
}

interface ProvenRequest extends Request {
  readonly code: string;
}

type WrongPassword = Refusal<'users.wrong_password'>;
type WrongCode = Refusal<'users.invalid_mfa_code'>;

/** The name under which an authenticator app lists the codes. */
const ISSUER = 'Souk';

export const wrongPassword = () => refuse('users.wrong_password', 'The current password is wrong.');

export const wrongCode = () =>
  refuse('users.invalid_mfa_code', 'The code is wrong, was used before, or came too late. Try the next code.');

/** Tells whether a user's sign-ins ask for a code. */
export async function readSecondFactor(
  { directory }: Pick<SecondFactorPorts, 'directory'>,
  userId: string,
): Promise<Result<{ readonly isOn: boolean }, NotFound>> {
  const account = await directory.findAccount(userId);
  return account ? ok({ isOn: await directory.hasFactor(account.username) }) : noSuchUser();
}

/** Makes the secret of a second factor. It changes nothing until it is confirmed. */
export async function beginSecondFactor(
  { directory }: Pick<SecondFactorPorts, 'directory'>,
  { userId, currentPassword }: Request,
): Promise<
  Result<
    { readonly secret: string; readonly otpauthUri: string },
    NotFound | WrongPassword | Refusal<'users.mfa_is_on'>
  >
> {
  const account = await directory.findAccount(userId);
  if (!account) return noSuchUser();
  const made = await directory.makeSecret(account, currentPassword);
  if (made === 'wrong_password') return wrongPassword();
  if (made === 'is_on') return refuse('users.mfa_is_on', 'The second factor is on. Switch it off to make another.');
  return ok({ secret: made.secret, otpauthUri: otpauthUri(account.email, made.secret) });
}

/**
 * Switches the second factor on, and ends all sessions: those were begun without it. A call that
 * failed halfway is completed by another one with the next code.
 */
export async function confirmSecondFactor(
  ports: SecondFactorPorts,
  request: ProvenRequest,
): Promise<Result<undefined, NotFound | WrongPassword | WrongCode>> {
  const { directory, sessions } = ports;
  const proven = await provenAccount(ports, request, directory.verifyCode);
  if (!proven.ok) return proven;
  const { username } = proven.value;
  await directory.ask(username, true);
  // Before the mark: no session from before may get a token with it.
  await directory.endSessions(username);
  await directory.mark(username, true);
  await sessions.end(request.userId);
  return ok(undefined);
}

/** Switches the second factor off, and ends all sessions: their tokens say that it is on. */
export async function endSecondFactor(
  ports: SecondFactorPorts,
  request: ProvenRequest,
): Promise<Result<undefined, NotFound | WrongPassword | WrongCode>> {
  const { directory, sessions } = ports;
  const proven = await provenAccount(ports, request, directory.prove);
  if (!proven.ok) return proven;
  const { username } = proven.value;
  // The mark goes first: it must never be there without the factor.
  await directory.mark(username, false);
  await directory.ask(username, false);
  await directory.endSessions(username);
  await sessions.end(request.userId);
  return ok(undefined);
}

/** The user's account, once a check has found the password right, and the code right and unused. */
async function provenAccount(
  { directory, codes }: SecondFactorPorts,
  { userId, currentPassword, code }: ProvenRequest,
  check: SecondFactorDirectory['prove'],
): Promise<Result<Account, NotFound | WrongPassword | WrongCode>> {
  const account = await directory.findAccount(userId);
  if (!account) return noSuchUser();
  const proof = await check(account, currentPassword, code);
  if (proof === 'wrong_password') return wrongPassword();
  if (proof === 'wrong_code') return wrongCode();
  return proof === 'is_off' || (await codes.use(userId, code)) ? ok(account) : wrongCode();
}

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
const otpauthUri = (email: string, secret: string): string =>
  `otpauth://totp/${ISSUER}:${encodeURIComponent(email)}?secret=${secret}&issuer=${ISSUER}`;
