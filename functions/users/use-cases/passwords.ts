import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import type { SessionMarks } from '../../../shared/kernel/session-mark.ts';
import type { Account } from '../domain/user.ts';
import { invalidCode } from './confirm.ts';
import { wrongPassword } from './second-factor.ts';

export interface PasswordDirectory {
  /** @returns false when the code is wrong or has expired, or the account does not exist. */
  resetPassword(email: string, code: string, password: string): Promise<boolean>;
  /** @returns false when the current password is wrong, or the account has none. */
  changePassword(userId: string, current: string, password: string): Promise<boolean>;
  /** Revokes every refresh token of an account, by its name or address. */
  endSessions(username: string): Promise<void>;
  findByEmail(email: string): Promise<Pick<Account, 'userId'> | undefined>;
}

export interface PasswordPorts {
  readonly directory: PasswordDirectory;
  readonly sessions: Pick<SessionMarks, 'end'>;
}

/**
 * Sets a new password with a mailed code, and ends all sessions: anyone who knew the old password
 * is logged out.
 */
export async function resetPassword(
  { directory, sessions }: PasswordPorts,
  { email, code, newPassword }: { readonly email: string; readonly code: string; readonly newPassword: string },
): Promise<Result<undefined, Refusal<'users.invalid_code'>>> {
  if (!(await directory.resetPassword(email, code, newPassword))) return invalidCode();
  await directory.endSessions(email);
  const account = await directory.findByEmail(email);
  if (account) await sessions.end(account.userId);
  return ok(undefined);
}

/**
 * Changes the password, and ends all sessions, the caller's own included: it has to log in again.
 */
export async function changePassword(
  { directory, sessions }: PasswordPorts,
  change: { userId: string; currentPassword: string; newPassword: string },
): Promise<Result<undefined, Refusal<'users.wrong_password'>>> {
  const { userId, currentPassword, newPassword } = change;
  if (!(await directory.changePassword(userId, currentPassword, newPassword))) return wrongPassword();
  await directory.endSessions(userId);
  await sessions.end(userId);
  return ok(undefined);
}
