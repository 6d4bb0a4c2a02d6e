import { randomUUID } from 'node:crypto';
import type { InvocationResult, Invoke } from '../../cloud.ts';
import type { Task } from './definition.ts';
import { StateError, type TaskTokens } from './task-tokens.ts';

export interface RunTaskOptions {
  readonly invoke: Invoke;
  readonly tokens: TaskTokens;
  /** Called with each wait for a token, so that the end of the execution can end it. */
  readonly onWaiting: (close: () => void) => void;
}

/**
 * Runs a Task state's Lambda function as Step Functions does. Returns the state's result, or throws
 * its error.
 */
export async function runTask(task: Task, input: unknown, options: RunTaskOptions): Promise<unknown> {
  if (task.resource.startsWith('arn:aws:lambda:')) return invoke(options.invoke, task.resource, input);
  const { FunctionName, Payload } = (input ?? {}) as { FunctionName?: unknown; Payload?: unknown };
  if (typeof FunctionName !== 'string') throw new StateError('States.Runtime', 'The parameter FunctionName is missing');
  if (!task.resource.endsWith('.waitForTaskToken')) {
    return response(await invoke(options.invoke, FunctionName, Payload ?? {}));
  }
  const waiting = options.tokens.wait(input, task);
  options.onWaiting(waiting.close);
  // The function's own result is ignored, its failure is not.
  const failure = invoke(options.invoke, FunctionName, Payload ?? {}).then(() => new Promise<never>(() => {}));
  try {
    return await Promise.race([waiting.answer, failure]);
  } finally {
    waiting.close();
  }
}

async function invoke(run: Invoke, functionName: string, payload: unknown): Promise<unknown> {
  let result: InvocationResult;
  try {
    result = await run(functionName, payload);
  } catch (error) {
    throw new StateError('Lambda.ResourceNotFoundException', error instanceof Error ? error.message : String(error));
  }
  if (result.ok) return result.payload ?? null;
  const { errorType, errorMessage, trace } = result;
  // A fault that ends the whole environment has no error of the function's own.
  const name = !errorType || errorType.startsWith('Runtime.ExitError') ? 'Lambda.Unknown' : errorType;
  throw new StateError(name, JSON.stringify({ errorType, errorMessage, ...(trace ? { trace } : {}) }));
}

/** The result of `lambda:invoke`. */
function response(payload: unknown): unknown {
  const RequestId = randomUUID();
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    StatusCode: 200,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId },
  };
}
