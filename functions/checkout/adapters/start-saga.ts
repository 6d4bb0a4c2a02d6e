import { logger } from '../../../shared/runtime/logger.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { startExecution } from '../../../shared/runtime/start-execution.ts';

/**
 * Starts the saga of a committed order. If this fails, the stream of the orders' table starts it.
 */
export async function startOrderSaga(orderId: string): Promise<void> {
  try {
    await startExecution(setting('ORDER_SAGA_ARN'), orderId, { orderId });
  } catch (error) {
    logger.warn('left to the stream to start the saga', { correlationId: orderId, error: error as Error });
  }
}
