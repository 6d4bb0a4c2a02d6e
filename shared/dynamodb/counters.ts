import type { Key } from './actions.ts';
import type { ItemClient } from './client.ts';

/**
 * Counters that keep their limit under concurrency. Each call is one write: 1 write unit, even if
 * its condition refuses it.
 */
export interface Counters {
  /**
   * Adds one to the counter, unless that would exceed `limit`.
   *
   * @param expiresAt when the counter may be deleted, in seconds since 1970.
   * @returns false when the limit is reached; the count is unchanged then.
   */
  take(key: Key, limit: number, expiresAt: number): Promise<boolean>;
  /** Subtracts one from the counter; does nothing at zero. */
  giveBack(key: Key): Promise<void>;
  /** Sets the counter to zero. */
  reset(key: Key): Promise<void>;
  /** Notes something that is then known until `expiresAt`, in seconds since 1970. */
  note(key: Key, expiresAt: number): Promise<void>;
  /** Whether it was noted and has not expired at `now`. */
  isNoted(key: Key, now: number): Promise<boolean>;
}

/** The SDK retries a call whose reply was lost, so one `take` may count twice. */
export const createCounters = (client: ItemClient, tableName: string): Counters => {
  const update = ({ pk, sk }: Key, input: Omit<Parameters<ItemClient['update']>[0], 'TableName' | 'Key'>) =>
    client.update({ TableName: tableName, Key: { pk, sk }, ...input });
  const COUNT = { '#count': 'count' };

  return {
    take: (key, limit, expiresAt) =>
      unlessRefused(
        update(key, {
          UpdateExpression: 'SET expiresAt = :expiresAt ADD #count :one',
          ConditionExpression: 'attribute_not_exists(#count) OR #count < :limit',
          ExpressionAttributeNames: COUNT,
          ExpressionAttributeValues: { ':expiresAt': expiresAt, ':one': 1, ':limit': limit },
        }),
      ),

    async giveBack(key) {
      await unlessRefused(
        update(key, {
          UpdateExpression: 'ADD #count :less',
          ConditionExpression: '#count > :none',
          ExpressionAttributeNames: COUNT,
          ExpressionAttributeValues: { ':less': -1, ':none': 0 },
        }),
      );
    },

    async reset(key) {
      await unlessRefused(
        update(key, {
          UpdateExpression: 'SET #count = :none',
          ConditionExpression: 'attribute_exists(#count)',
          ExpressionAttributeNames: COUNT,
          ExpressionAttributeValues: { ':none': 0 },
        }),
      );
    },

    note: (key, expiresAt) =>
      update(key, {
        UpdateExpression: 'SET expiresAt = :expiresAt',
        ExpressionAttributeValues: { ':expiresAt': expiresAt },
      }),

    // A write, so that functions that count need no right to read.
    isNoted: (key, now) =>
      unlessRefused(
        update(key, {
          UpdateExpression: 'SET seenAt = :now',
          ConditionExpression: 'expiresAt > :now',
          ExpressionAttributeValues: { ':now': now },
        }),
      ),
  };
};

async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
