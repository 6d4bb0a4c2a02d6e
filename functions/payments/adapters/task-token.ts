import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Refusal } from '../../../shared/kernel/result.ts';
import { causeOf } from '../../../shared/runtime/saga.ts';

let client: SFNClient | undefined;

const stepFunctions = (): SFNClient => {
  client ??= new SFNClient({});
  return client;
};

/** The task has ended: it timed out, its order was cancelled, or it was answered before. */
const OVER: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist']);

/** Tells the saga's waiting task to go on. A task that waits no longer is left alone. */
export const answerTask = (taskToken: string): Promise<void> =>
  unlessOver(() => stepFunctions().send(new SendTaskSuccessCommand({ taskToken, output: '{}' })));

/**
 * Tells the saga's waiting task to go back, under the name of an error that the saga catches. A task that waits no longer is left alone.
 *
 * @param refusal the reason, in the form that a step's own refusal has.
 */
export const failTask = (taskToken: string, error: string, refusal?: Refusal): Promise<void> => {
  const cause = refusal ? { cause: causeOf(refusal) } : {};
  return unlessOver(() => stepFunctions().send(new SendTaskFailureCommand({ taskToken, error, ...cause })));
};

async function unlessOver(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    if (!(error instanceof Error && OVER.has(error.name))) throw error;
  }
}
