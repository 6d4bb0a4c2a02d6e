import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { setting } from '../../../shared/runtime/settings.ts';

const client = new SFNClient({});

/**
 * Starts the order's saga, once: the execution is named after the order, and its input is the id only. Starting it again is no error.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startOrderSaga(orderId: string): Promise<void> {
  try {
    await client.send(
      new StartExecutionCommand({
        stateMachineArn: setting('ORDER_SAGA_ARN'),
        name: orderId,
        input: JSON.stringify({ orderId }),
      }),
    );
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
