import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Refusal } from '../../../shared/kernel/result.ts';
import { causeOf } from '../../../shared/runtime/saga.ts';
import { PAYMENT_REFUSALS } from '../../../state-machines/order/payment-refusals.ts';

let client: SFNClient | undefined;

const stepFunctions = (): SFNClient => {
  client ??= new SFNClient({});
  return client;
};

/**
 * The task has ended: it timed out, its order was cancelled, or it was answered before. An invalid
 * token never becomes valid, so it must not keep an order's other tokens from being answered.
 *
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
 */
const OVER: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/**
 * Completes the saga's waiting task, so that the saga goes on.
 *
 * @returns false when the task no longer waits: the answer reached nobody.
 */
export const answerTask = (taskToken: string): Promise<boolean> =>
  unlessOver(() => stepFunctions().send(new SendTaskSuccessCommand({ taskToken, output: '{}' })));

/**
 * Fails the saga's waiting task as if its step had refused, so that the saga goes back.
 *
 * @returns false when the task no longer waits: the answer reached nobody.
 */
export const failTask = (taskToken: string, refusal: Refusal<keyof typeof PAYMENT_REFUSALS>): Promise<boolean> =>
  unlessOver(() =>
    stepFunctions().send(
      new SendTaskFailureCommand({ taskToken, error: PAYMENT_REFUSALS[refusal.code], cause: causeOf(refusal) }),
    ),
  );

async function unlessOver(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (!(error instanceof Error && OVER.has(error.name))) throw error;
    return false;
  }
}
