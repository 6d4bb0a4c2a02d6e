import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';

export interface Expiring {
  readonly table: string;
  readonly keyNames: readonly string[];
  /**
   * The attribute with the time, in seconds since the epoch, after which an item may be deleted.
   */
  readonly attribute: string;
}

/**
 * Deletes the items of a table that expired before `now` (milliseconds), as the table's time to
 * live would. Returns their number.
 */
export async function reap(
  client: DynamoDBClient,
  { table, keyNames, attribute }: Expiring,
  now: number,
): Promise<number> {
  const expired = {
    TableName: table,
    ExpressionAttributeNames: { '#ttl': attribute },
    ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1_000)) } },
  };
  let count = 0;
  let start: Record<string, AttributeValue> | undefined;
  do {
    const scan = { ...expired, FilterExpression: '#ttl < :now', ...(start ? { ExclusiveStartKey: start } : {}) };
    const { Items = [], LastEvaluatedKey }: ScanCommandOutput = await client.send(new ScanCommand(scan));
    for (const item of Items) {
      const Key = Object.fromEntries(keyNames.map((name) => [name, item[name] as AttributeValue]));
      // Its time may have been extended since the scan.
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
