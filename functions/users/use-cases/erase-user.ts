import { GUEST_ORDERS_PER_EVENT, type UserErased, userErased } from '../../../events/users/user-erased.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Role } from '../../../shared/kernel/roles.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { Account, User } from '../domain/user.ts';
import { noSuchUser } from './find-user.ts';
import { lastAdmin } from './set-roles.ts';

export interface EraseUserPorts {
  readonly store: {
    getUser(userId: string): Promise<User | 'erased' | undefined>;
    erase(userId: string, event: UserErased): Promise<void>;
    record(userId: string, event: UserErased): Promise<void>;
  };
  readonly directory: DeleteAccountPorts & {
    rolesOf(username: string): Promise<Role[]>;
    hasOthers(role: Role, username: string): Promise<boolean>;
  };
  /** Whether an order is being paid or waits for an operator: its buyer must be reachable. */
  hasLiveOrder(userId: string): Promise<boolean>;
  /** The orders that the user placed without being signed in. */
  listGuestOrders(user: Pick<User, 'id' | 'email' | 'emailVerified'>): Promise<string[]>;
}

export interface DeleteAccountPorts {
  findAccount(userId: string): Promise<Account | undefined>;
  /** Succeeds also if the account is already deleted. */
  deleteAccount(username: string): Promise<void>;
}

/**
 * Erases a user: profile and address book here, the account in the directory, and by UserErased the
 * data of other domains. Only the id remains, and leads to no person. Idempotent: a repeated call
 * publishes the event again, in case data was written since. Many guest orders take several events.
 */
export async function eraseUser(
  { store, directory, hasLiveOrder, listGuestOrders }: EraseUserPorts,
  clock: Clock,
  userId: string,
  requestId: string,
): Promise<Result<undefined, NotFound | Refusal<'users.orders_in_progress' | 'users.last_admin'>>> {
  const [user, account] = await Promise.all([store.getUser(userId), directory.findAccount(userId)]);
  if (!user && !account) return noSuchUser();
  if (await hasLiveOrder(userId)) {
    return refuse('users.orders_in_progress', 'An order is being processed: wait until it is complete, or cancel it.');
  }
  if (account && (await directory.rolesOf(account.username)).includes('admin')) {
    if (!(await directory.hasOthers('admin', account.username))) return lastAdmin();
  }
  const guestOrderIds = user && user !== 'erased' ? await listGuestOrders(user) : [];
  const eventOf = (orderIds: string[]): UserErased =>
    createEvent(userErased, {
      aggregateId: userId,
      occurredAt: clock.now(),
      ...causedBy(requestId),
      data: { userId, guestOrderIds: orderIds },
    });
  // The profile, by which the orders are found, goes last: a request that failed can be repeated.
  let rest = guestOrderIds;
  for (; rest.length > GUEST_ORDERS_PER_EVENT; rest = rest.slice(GUEST_ORDERS_PER_EVENT)) {
    await store.record(userId, eventOf(rest.slice(0, GUEST_ORDERS_PER_EVENT)));
  }
  await store.erase(userId, eventOf(rest));
  if (account) await directory.deleteAccount(account.username);
  return ok(undefined);
}

/** Deletes the account of an erased user, in case the erasing request failed before that. */
export async function deleteAccountOf(directory: DeleteAccountPorts, userId: string): Promise<void> {
  const account = await directory.findAccount(userId);
  if (account) await directory.deleteAccount(account.username);
}
