import { GUEST_ORDERS_PER_EVENT, type UserErased, userErased } from '../../../events/users/user-erased.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import type { Role } from '../../../shared/kernel/roles.ts';
import type { SessionMarks } from '../../../shared/kernel/session-mark.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { type Erasure, requestErasure } from '../domain/erasure.ts';
import type { Account, User } from '../domain/user.ts';
import { noSuchUser } from './find-user.ts';
import { guestTracesOf, type KeptOrder, type SurveyPorts, surveyOrders, type TracesPorts } from './personal-orders.ts';
import { lastAdmin } from './set-roles.ts';

export interface EraseDataPorts extends SurveyPorts, TracesPorts, Pick<DeleteAccountPorts, 'sessions'> {
  readonly store: {
    getUser(userId: string): Promise<User | 'erased' | undefined>;
    /** Undefined when none is open. */
    getErasure(userId: string): Promise<Erasure | undefined>;
    erase(erasure: Erasure, event: UserErased): Promise<void>;
    record(userId: string, event: UserErased): Promise<void>;
  };
}

export interface EraseUserPorts extends EraseDataPorts {
  readonly directory: AccountDirectory & {
    rolesOf(username: string): Promise<Role[]>;
    hasOthers(role: Role, username: string): Promise<boolean>;
  };
}

interface AccountDirectory {
  findAccount(userId: string): Promise<Account | undefined>;
  /** Succeeds also if the account is already deleted. */
  deleteAccount(username: string): Promise<void>;
}

export interface DeleteAccountPorts {
  readonly directory: AccountDirectory;
  readonly sessions: Pick<SessionMarks, 'endForGood'>;
}

const NO_TRACES = { mergedCarts: [], hashedEmail: undefined };

/**
 * Erases a user: profile and address book here, the account in the directory, and by UserErased the
 * data of other domains. Only the id remains, and leads to no person. An order that is not done
 * keeps what it needs until it is. Idempotent: a repeated call publishes the event again, in case
 * data was written since. Guest orders placed after the first call stay. Many take several events.
 *
 * @returns the orders that are not done.
 */
export async function eraseUser(
  ports: EraseUserPorts,
  clock: Clock,
  userId: string,
  requestId: string,
): Promise<Result<readonly KeptOrder[], NotFound | Refusal<'users.last_admin'>>> {
  const { store, directory, sessions } = ports;
  const [user, account] = await Promise.all([store.getUser(userId), directory.findAccount(userId)]);
  if (!user && !account) return noSuchUser();
  if (account && (await directory.rolesOf(account.username)).includes('admin')) {
    if (!(await directory.hasOthers('admin', account.username))) return lastAdmin();
  }
  const keptOrders = await eraseData(ports, clock, userId, user, requestId);
  await sessions.endForGood(userId);
  if (account) await directory.deleteAccount(account.username);
  return ok(keptOrders);
}

/**
 * Erases what the shop holds about a user, but for the account in the directory.
 *
 * @param cause the request or event that asks for it.
 * @returns the orders that are not done.
 */
export async function eraseData(
  ports: EraseDataPorts,
  clock: Clock,
  userId: string,
  user: User | 'erased' | undefined,
  cause: string,
): Promise<readonly KeptOrder[]> {
  const { store } = ports;
  const earlier = user && user !== 'erased' ? undefined : await store.getErasure(userId);
  const traces = user && user !== 'erased' ? await guestTracesOf(ports, user) : (earlier ?? NO_TRACES);
  const now = clock.now();
  const erasure = requestErasure(userId, traces, earlier, now);
  const { guestOrderIds, keptOrders } = await surveyOrders(ports, erasure, now);
  const eventOf = (orderIds: string[]): UserErased =>
    createEvent(userErased, {
      aggregateId: userId,
      occurredAt: new Date(erasure.erasedAt),
      ...causedBy(cause),
      data: { userId, guestOrderIds: orderIds },
    });
  // The profile, by which the orders are found, goes last: a request that failed can be repeated.
  let rest = guestOrderIds;
  for (; rest.length > GUEST_ORDERS_PER_EVENT; rest = rest.slice(GUEST_ORDERS_PER_EVENT)) {
    await store.record(userId, eventOf(rest.slice(0, GUEST_ORDERS_PER_EVENT)));
  }
  await store.erase(erasure, eventOf(rest));
  return keptOrders;
}

/**
 * Ends the sessions of an erased user and deletes the account, in case the erasing request failed
 * before that.
 */
export async function deleteAccountOf({ directory, sessions }: DeleteAccountPorts, userId: string): Promise<void> {
  await sessions.endForGood(userId);
  const account = await directory.findAccount(userId);
  if (account) await directory.deleteAccount(account.username);
}
