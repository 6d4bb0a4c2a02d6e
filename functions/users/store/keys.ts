import type { Key } from '../../../shared/dynamodb/actions.ts';
import { indexShardOf } from '../../../shared/dynamodb/index-shard.ts';

/** The key table is in the domain's README. */
const userPartition = (userId: string): string => `user#${userId}`;

/** After erasure this key holds a tombstone, so that no late write restores the user. */
export const profileKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'profile' });

export const addressBookKey = (userId: string): Key => ({ pk: userPartition(userId), sk: 'address-book' });

/** The open erasures are listed, and a mass of them can come at once. */
export const ERASURE_PARTITIONS = 4;

export const erasurePartition = (partition: number): string => `erasure#${partition}`;

/** An erasure that is not done. */
export const erasureKey = (userId: string): Key => ({
  pk: erasurePartition(indexShardOf(userId, ERASURE_PARTITIONS)),
  sk: userId,
});

/** Events of users have no sequence; their ids are sorted by time. */
export const eventKey = (userId: string, eventId: string): Key => ({
  pk: userPartition(userId),
  sk: `event#${eventId}`,
});
