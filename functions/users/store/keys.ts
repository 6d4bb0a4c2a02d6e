import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */
const userPartition = (userId: string): string => `user#${userId}`;

/** After erasure this key holds a tombstone, so that no late write restores the user. */
export const profileKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'profile' });

export const addressBookKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'address-book' });

/** Events of users have no sequence; their ids are sorted by time. */
export const eventKey = (userId: string, eventId: string): Key => ({
  pk: userPartition(userId),
  sk: `event#${eventId}`,
});
