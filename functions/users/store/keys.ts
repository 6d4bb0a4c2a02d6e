import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */
const userPartition = (userId: string): string => `user#${userId}`;

/** After erasure it holds a tombstone, so that nothing late brings the person back. */
export const profileKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'profile' });

export const addressBookKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'address-book' });

/** Events of users have no sequence: their ids are in order of time. */
export const eventKey = (userId: string, eventId: string): Key => ({
  pk: userPartition(userId),
  sk: `event#${eventId}`,
});
