import { type UserRegistered, userRegistered } from '../../../events/users/user-registered.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { noSuch } from '../../../shared/kernel/refusals.ts';
import type { Role } from '../../../shared/kernel/roles.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { type Account, firstProfile, type User } from '../domain/user.ts';

export interface FindUserPorts {
  readonly store: {
    getUser(userId: string): Promise<User | 'erased' | undefined>;
    /** @returns false when this id has, or had, a user. */
    addUser(user: User, event: UserRegistered): Promise<boolean>;
  };
  readonly directory: {
    findAccount(userId: string): Promise<Account | undefined>;
    grant(username: string, role: Role): Promise<void>;
  };
  /** The shop's. */
  readonly currency: string;
}

export const noSuchUser = () => noSuch('user');

/**
 * Finds the profile of a user. It creates the profile of an account that has none. Such an account
 * failed during its confirmation, came through another identity provider, or was made by an
 * operator. An erased user stays erased.
 *
 * Costs 1 read unit; the first time also 4 write units and two calls of the directory.
 */
export async function findUser(
  ports: FindUserPorts,
  clock: Clock,
  userId: string,
  requestId: string,
): Promise<User | undefined> {
  const found = await ports.store.getUser(userId);
  if (found) return found === 'erased' ? undefined : found;
  const account = await ports.directory.findAccount(userId);
  return account?.confirmed ? addUser(ports, clock, account, requestId) : undefined;
}

/** Writes the profile of an account that has none, unless a concurrent call was faster. */
export async function addUser(
  ports: FindUserPorts,
  clock: Clock,
  account: Account,
  requestId: string,
): Promise<User | undefined> {
  await ports.directory.grant(account.username, 'customer');
  const user = firstProfile(account, ports.currency, clock.now());
  const event = createEvent(userRegistered, {
    aggregateId: user.id,
    occurredAt: clock.now(),
    ...causedBy(requestId),
    data: { userId: user.id },
  });
  if (await ports.store.addUser(user, event)) return user;
  const present = await ports.store.getUser(user.id);
  return present === 'erased' ? undefined : present;
}
