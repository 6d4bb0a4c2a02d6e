import type { Key } from './actions.ts';
import type { ItemClient } from './client.ts';

/**
 * Counters that keep their limit under concurrency. Each call is one conditional write: 1 write
 * unit, even if it is refused.
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
}

/** The SDK retries a call whose reply was lost, so one `take` may count twice. */
export const createCounters = (client: ItemClient, tableName: string): Counters => ({
  take: ({ pk, sk }, limit, expiresAt) =>
    unlessRefused(() =>
      client.update({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'SET expiresAt = :expiresAt ADD #count :one',
        ConditionExpression: 'attribute_not_exists(#count) OR #count < :limit',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':expiresAt': expiresAt, ':one': 1, ':limit': limit },
      }),
    ),

  async giveBack({ pk, sk }) {
    await unlessRefused(() =>
      client.update({
        TableName: tableName,
        Key: { pk, sk },
        UpdateExpression: 'ADD #count :less',
        ConditionExpression: '#count > :none',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':less': -1, ':none': 0 },
      }),
    );
  },
});

async function unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
