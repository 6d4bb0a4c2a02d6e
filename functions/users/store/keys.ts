import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */
const userPartition = (userId: string): string => `user#${userId}`;

/** After erasure this key holds a tombstone, so that no late write restores the user. */
export const profileKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'profile' });

export const addressBookKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'address-book' });

/** The traces of an erased user, until their orders are erased too. */
export const erasureKey = (userId: string): Key => ({ pk: `erasure#${userId}`, sk: 'record' });

/** Events of users have no sequence; their ids are sorted by time. */
export const eventKey = (userId: string, eventId: string): Key => ({
  pk: userPartition(userId),
  sk: `event#${eventId}`,
});
