import { type Clock, systemClock } from '../kernel/clock.ts';
import type { SessionMarks } from '../kernel/session-mark.ts';
import type { ItemClient } from './client.ts';

/** An access token lives 15 minutes. A mark lives longer, whatever the clocks say. */
const KEPT_SECONDS = 24 * 60 * 60;

/** The marks in a table: `session#<user id>`. */
export function createSessionMarks(client: ItemClient, tableName: string, clock: Clock = systemClock): SessionMarks {
  const keyOf = (userId: string) => ({ pk: `session#${userId}`, sk: 'end' });

  const write = async (userId: string, isErased: boolean): Promise<void> => {
    // Tokens state the second of their making: those of this second are void, too.
    const endedAt = Math.floor(clock.now().getTime() / 1000) + 1;
    const values = { ':endedAt': endedAt, ':expiresAt': endedAt + KEPT_SECONDS };
    await client.update({
      TableName: tableName,
      Key: keyOf(userId),
      UpdateExpression: `SET endedAt = :endedAt, expiresAt = :expiresAt${isErased ? ', isErased = :isErased' : ''}`,
      ExpressionAttributeValues: isErased ? { ...values, ':isErased': true } : values,
    });
  };

  return {
    async read(userId) {
      const item = await client.get({ TableName: tableName, Key: keyOf(userId), ConsistentRead: true });
      return item && { endedAt: Number(item.endedAt), isErased: item.isErased === true };
    },
    end: (userId) => write(userId, false),
    endForGood: (userId) => write(userId, true),
  };
}
