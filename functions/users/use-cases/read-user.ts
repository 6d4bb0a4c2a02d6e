import type { Clock } from '../../../shared/kernel/clock.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Role } from '../../../shared/kernel/roles.ts';
import type { User } from '../domain/user.ts';
import { type FindUserPorts, findUser, noSuchUser } from './find-user.ts';
import { ownUserId, type Requester, reachableUserId } from './reach-user.ts';

export interface ReadUserPorts extends FindUserPorts {
  readonly directory: FindUserPorts['directory'] & { rolesOf(username: string): Promise<Role[]> };
}

export interface UserWithRoles {
  readonly user: User;
  readonly roles: readonly Role[];
}

export interface ReadUser {
  readonly requester: Requester;
  readonly id: string;
  readonly requestId: string;
}

/** The requester's own profile. 1 read unit. */
export async function readOwnUser(
  ports: FindUserPorts,
  clock: Clock,
  { requester, id, requestId }: ReadUser,
): Promise<Result<User, NotFound>> {
  const userId = ownUserId(requester, id);
  if (!userId.ok) return userId;
  const user = await findUser(ports, clock, userId.value, requestId);
  return user ? ok(user) : noSuchUser();
}

/**
 * A profile that the requester may see, with the user's roles. The requester's own roles are those
 * of the token, because these apply to its requests.
 *
 * Costs 1 read unit; for another user also two calls of the directory.
 */
export async function readUser(
  ports: ReadUserPorts,
  clock: Clock,
  { requester, id, requestId }: ReadUser,
): Promise<Result<UserWithRoles, NotFound>> {
  const userId = reachableUserId(requester, id);
  if (!userId.ok) return userId;
  const user = await findUser(ports, clock, userId.value, requestId);
  if (!user) return noSuchUser();
  if (user.id === requester.userId) return ok({ user, roles: requester.roles });
  const account = await ports.directory.findAccount(user.id);
  return ok({ user, roles: account ? await ports.directory.rolesOf(account.username) : [] });
}
