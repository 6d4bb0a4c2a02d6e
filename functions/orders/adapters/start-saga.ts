import { setting } from '../../../shared/runtime/settings.ts';
import { startExecution } from '../../../shared/runtime/start-execution.ts';

/**
 * Starts the order's saga, once. The execution is named after the order, and its input is only the
 * id.
 */
export const startOrderSaga = (orderId: string): Promise<void> =>
  startExecution(setting('ORDER_SAGA_ARN'), orderId, { orderId });
