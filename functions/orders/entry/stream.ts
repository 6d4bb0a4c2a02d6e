import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { startOrderSaga } from '../adapters/start-saga.ts';
import { ordersStore } from '../store/orders-store.ts';

const store = ordersStore(domainTable('orders'));

/**
 * Starts the saga of every order that was written: so a checkout that died after its commit loses nothing. Usually the saga runs already;
 * a finished order is left alone.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const record of Records) {
    const orderId = record.dynamodb?.NewImage?.id?.S;
    try {
      if (orderId === undefined) throw new Error('A record of the stream is not an order.');
      const order = await store.getOrder(orderId);
      if (order?.status === 'pending') await startOrderSaga(orderId);
    } catch (error) {
      logger.error('the saga could not be started', { correlationId: orderId, error: error as Error });
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}
