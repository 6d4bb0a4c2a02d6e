import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { logger } from '../runtime/logger.ts';

/**
 * Makes the Lambda handler of a table's stream. The batch is retried from the first record that
 * fails, so `apply` must be idempotent.
 *
 * @param apply gets the records one by one, in the order of the stream.
 */
export const createStreamReader =
  (apply: (record: DynamoDBRecord) => Promise<unknown>) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    for (const record of Records) {
      try {
        await apply(record);
      } catch (error) {
        logger.error('a record of the stream could not be applied', { eventID: record.eventID, error: error as Error });
        return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };
