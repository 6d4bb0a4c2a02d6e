import type { Clock } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Account } from '../domain/user.ts';
import { addUser, type FindUserPorts } from './find-user.ts';

export interface ConfirmPorts extends FindUserPorts {
  readonly directory: FindUserPorts['directory'] & {
    /**
     * @returns false when the code is wrong or has expired, or the account does not exist or is
     * already confirmed.
     */
    confirm(email: string, code: string): Promise<boolean>;
    findByEmail(email: string): Promise<Account | undefined>;
  };
}

export const invalidCode = () => refuse('users.invalid_code', 'The code is wrong or has expired: ask for a new one.');

/**
 * Completes a registration. If it fails before the profile is written, the first login writes it.
 */
export async function confirm(
  ports: ConfirmPorts,
  clock: Clock,
  { email, code, requestId }: { readonly email: string; readonly code: string; readonly requestId: string },
): Promise<Result<undefined, Refusal<'users.invalid_code'>>> {
  if (!(await ports.directory.confirm(email, code))) return invalidCode();
  const account = await ports.directory.findByEmail(email);
  if (account) await addUser(ports, clock, account, requestId);
  return ok(undefined);
}
