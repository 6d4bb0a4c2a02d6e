import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger } from '../runtime/logger.ts';

/**
 * Makes the Lambda handler of a queue. A message that fails is reported alone, so the rest of its
 * batch counts as done. It is retried, and finally moves to the dead-letter queue with its payload.
 */
export const batchOf =
  (consume: (record: SQSRecord) => Promise<unknown>) =>
  async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.allSettled(Records.map(consume));
    const batchItemFailures = outcomes.flatMap((outcome, index) => {
      const messageId = Records[index]?.messageId;
      if (outcome.status === 'fulfilled' || messageId === undefined) return [];
      logger.error('an event could not be applied', { messageId, error: outcome.reason });
      return [{ itemIdentifier: messageId }];
    });
    return { batchItemFailures };
  };
