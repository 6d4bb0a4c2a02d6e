import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Role } from '../../../shared/kernel/roles.ts';
import { noSuchUser } from './find-user.ts';

/** The user who sends the request, with the roles of their token. */
export interface Requester {
  readonly userId: string;
  readonly roles: readonly Role[];
}

/** The requester's own id, if the path names it. Another user's id is treated as not found. */
export const ownUserId = ({ userId }: Requester, id: string): Result<string, NotFound> =>
  id === 'me' || id === userId ? ok(userId) : noSuchUser();

/** Like `ownUserId`, but an admin reaches any id. */
export function reachableUserId(requester: Requester, id: string): Result<string, NotFound> {
  const own = ownUserId(requester, id);
  return own.ok || !requester.roles.includes('admin') ? own : ok(id);
}
