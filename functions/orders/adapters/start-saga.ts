import { setting } from '../../../shared/runtime/settings.ts';
import { startExecution } from '../../../shared/runtime/start-execution.ts';

/** Starts the order's saga, once: the execution is named after the order, and its input is the id only. */
export const startOrderSaga = (orderId: string): Promise<void> =>
  startExecution(setting('ORDER_SAGA_ARN'), orderId, { orderId });
