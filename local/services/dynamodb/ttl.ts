import { DeleteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

export interface Expiring {
  readonly table: string;
  readonly keyNames: readonly string[];
  /** The attribute with the time, in seconds since the epoch, after which an item may go. */
  readonly attribute: string;
}

/** Deletes the items of a table that expired before `now` (milliseconds), as the table's time to live would. Answers how many went. */
export async function reap(client: DynamoDBClient, { table, keyNames, attribute }: Expiring, now: number): Promise<number> {
  const expired = {
    TableName: table,
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1_000)) } },
  };
  let count = 0;
  let start: Awaited<ReturnType<typeof page>>['LastEvaluatedKey'];
  const page = () =>
    client.send(new ScanCommand({ ...expired, FilterExpression: '#ttl < :now', ...(start ? { ExclusiveStartKey: start } : {}) }));
  do {
    const { Items = [], LastEvaluatedKey } = await page();
    for (const item of Items) {
      const Key = Object.fromEntries(keyNames.map((name) => [name, item[name] as NonNullable<(typeof item)[string]>]));
      // Someone may have prolonged it since the scan.
      await client
        .send(new DeleteItemCommand({ ...expired, Key, ConditionExpression: '#ttl < :now' }))
        .then(() => count++, ignoreProlonged);
    }
    start = LastEvaluatedKey;
  } while (start);
  return count;
}

function ignoreProlonged(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
}
