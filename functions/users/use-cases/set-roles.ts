import { type UserRolesChanged, userRolesChanged } from '../../../events/users/user-roles-changed.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { ROLES, type Role } from '../../../shared/kernel/roles.ts';
import type { SessionMarks } from '../../../shared/kernel/session-mark.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { Account } from '../domain/user.ts';
import { noSuchUser } from './find-user.ts';

export interface RoleDirectory {
  findAccount(userId: string): Promise<Account | undefined>;
  rolesOf(username: string): Promise<Role[]>;
  grant(username: string, role: Role): Promise<void>;
  takeAway(username: string, role: Role): Promise<void>;
  /** Whether any other user has the role. */
  hasOthers(role: Role, username: string): Promise<boolean>;
  /** Revokes every refresh token. */
  endSessions(username: string): Promise<void>;
}

export interface SetRolesPorts {
  readonly store: {
    record(userId: string, event: UserRolesChanged): Promise<void>;
  };
  readonly directory: RoleDirectory;
  readonly sessions: Pick<SessionMarks, 'end'>;
}

export const lastAdmin = () => refuse('users.last_admin', 'This is the last admin: appoint another one first.');

/**
 * Gives a user exactly these roles. Only the directory stores them, so a call that failed halfway
 * is completed by a retry.
 *
 * Existing access tokens are void at once. A user who loses a role must log in again; others can
 * refresh their session.
 */
export async function setRoles(
  { store, directory, sessions }: SetRolesPorts,
  clock: Clock,
  change: { userId: string; roles: readonly Role[]; changedBy: string; requestId: string },
): Promise<Result<readonly Role[], NotFound | Refusal<'users.last_admin'>>> {
  const { userId, changedBy, requestId } = change;
  const account = await directory.findAccount(userId);
  if (!account) return noSuchUser();
  const { username } = account;
  const roles = ROLES.filter((role) => change.roles.includes(role));
  const before = await directory.rolesOf(username);
  const lost = before.filter((role) => !roles.includes(role));
  if (lost.includes('admin') && !(await directory.hasOthers('admin', username))) return lastAdmin();
  for (const role of roles) if (!before.includes(role)) await directory.grant(username, role);
  for (const role of lost) await directory.takeAway(username, role);
  // Two admins may have removed each other's role concurrently: then both get it back.
  if (lost.includes('admin') && !(await directory.hasOthers('admin', username))) {
    await directory.grant(username, 'admin');
    return lastAdmin();
  }
  if (lost.length > 0) await directory.endSessions(username);
  // Always, because the call that took the roles may have failed before this.
  await sessions.end(userId);
  await store.record(
    userId,
    createEvent(userRolesChanged, {
      aggregateId: userId,
      occurredAt: clock.now(),
      ...causedBy(requestId),
      data: { userId, roles, changedBy },
    }),
  );
  return ok(roles);
}
