import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import type { Account } from '../domain/user.ts';
import { type EraseDataPorts, eraseData } from './erase-user.ts';

export interface NoticeDeletionPorts extends EraseDataPorts {
  readonly directory: { findAccount(userId: string): Promise<Account | undefined> };
}

export interface Deletion {
  readonly userId: string;
  /** The event that tells of it. */
  readonly eventId: string;
  /** Whether the event names the shop's directory. */
  readonly isOurs: boolean;
}

/**
 * Erases the user of an account that was deleted in the directory itself: ends the sessions and
 * erases the data, but for what is owed. Leaves a user alone whom the shop itself has erased.
 *
 * @throws TransientFault as long as the directory still finds the account: its lists lag behind.
 */
export async function noticeDeletion(
  ports: NoticeDeletionPorts,
  clock: Clock,
  { userId, eventId, isOurs }: Deletion,
): Promise<void> {
  const user = await ports.store.getUser(userId);
  if (user === 'erased' || !(user || isOurs)) return;
  // A token that outlives its account must not write while the erasure lists what there is.
  await ports.sessions.endForGood(userId);
  if (await ports.directory.findAccount(userId)) {
    throw new TransientFault(`The directory still finds the deleted account ${userId}.`);
  }
  await eraseData(ports, clock, userId, user, eventId);
}
