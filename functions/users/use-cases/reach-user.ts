import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Role } from '../../../shared/kernel/roles.ts';
import { noSuchUser } from './find-user.ts';

/** The user who asks, with the roles that their token says. */
export interface Requester {
  readonly userId: string;
  readonly roles: readonly Role[];
}

/** The requester's own id, if the path means it. Another user's id is treated as not found. */
export const ownUserId = ({ userId }: Requester, id: string): Result<string, NotFound> =>
  id === 'me' || id === userId ? ok(userId) : noSuchUser();

/** The same, and any id for an admin. */
export function reachableUserId(requester: Requester, id: string): Result<string, NotFound> {
  const own = ownUserId(requester, id);
  return own.ok || !requester.roles.includes('admin') ? own : ok(id);
}
