import { setting } from '../../../shared/runtime/settings.ts';
import { executionState, startExecution } from '../../../shared/runtime/start-execution.ts';
import type { RestartPorts } from '../use-cases/restart-saga.ts';

/** The executions of orders, by their names. */
export const sagaExecutions: Pick<RestartPorts, 'executionState' | 'startSaga'> = {
  executionState: (name) => executionState(setting('ORDER_SAGA_ARN'), name),
  startSaga: (orderId, name) => startExecution(setting('ORDER_SAGA_ARN'), name, { orderId }),
};
