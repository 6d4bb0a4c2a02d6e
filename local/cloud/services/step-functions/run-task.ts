import { randomUUID } from 'node:crypto';
import type { Clock, InvocationResult, Invoke } from '../../cloud.ts';
import type { PutEvents } from '../handles.ts';
import { inputErrorOf, resultErrorOf } from './data-limit.ts';
import type { Task } from './definition.ts';
import type { KeptExecutions, Recording } from './kept-executions.ts';
import { type Outcome, outcomeOfError, resultOf, StateError } from './outcome.ts';
import type { TaskTokens } from './task-tokens.ts';

export interface RunTaskOptions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly putEvents?: PutEvents | undefined;
  readonly tokens: TaskTokens;
  readonly kept: KeptExecutions;
  /** The execution's. */
  readonly arn: string;
  /** The record of the execution in a former run. */
  readonly recording: Recording | undefined;
  /** Called with each wait for a token, so that the end of the execution can end it. */
  readonly onWaiting: (close: () => void) => void;
}

/**
 * Runs one attempt of a Task state's Lambda function as Step Functions does. Returns the state's
 * result, or throws its error. The outcome is kept before the execution goes on. An attempt that a
 * former run brought to its end is not made again.
 */
export async function runTask(task: Task, input: unknown, options: RunTaskOptions): Promise<unknown> {
  const { arn, kept, recording } = options;
  const recorded = recording?.nextOutcome(task.name);
  if (recorded) return resultOf(recorded);
  let isKept = false;
  const keep = (outcome: Outcome): void => {
    if (!isKept) kept.outcome(arn, task.name, outcome);
    isKept = true;
  };
  try {
    throwAny(inputErrorOf(task.name, input));
    const output = await attempt(task, input, options, keep);
    throwAny(resultErrorOf(task.name, output));
    keep({ ok: true, output });
    return output;
  } catch (error) {
    // The end of an execution ends its attempts, which then have no outcome.
    if (error instanceof StateError) keep(outcomeOfError(error));
    throw error;
  }
}

function throwAny(error: StateError | undefined): void {
  if (error) throw error;
}

async function attempt(
  task: Task,
  input: unknown,
  options: RunTaskOptions,
  keep: (outcome: Outcome) => void,
): Promise<unknown> {
  if (task.resource.startsWith('arn:aws:lambda:')) return invoke(options.invoke, task.resource, input);
  if (task.resource === 'arn:aws:states:::events:putEvents') return publish(options.putEvents, input);
  const { FunctionName, Payload } = (input ?? {}) as { FunctionName?: unknown; Payload?: unknown };
  if (typeof FunctionName !== 'string') throw new StateError('States.Runtime', 'The parameter FunctionName is missing');
  if (!task.resource.endsWith('.waitForTaskToken')) {
    return response(await invoke(options.invoke, FunctionName, Payload ?? {}));
  }
  return waitForToken(task, input, options, keep);
}

/**
 * The entries' details are objects here, and the task fails if one entry does. Source:
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
async function publish(putEvents: PutEvents | undefined, input: unknown): Promise<unknown> {
  if (!putEvents) throw new StateError('States.Runtime', 'There is no EventBridge');
  const { Entries } = (input ?? {}) as { Entries?: unknown };
  const entries = Array.isArray(Entries)
    ? Entries.map((each) => ({ ...each, Detail: JSON.stringify(each.Detail) }))
    : Entries;
  const result = await putEvents({ Entries: entries }).catch((error: Error) => {
    throw new StateError(`EventBridge.${error.name}`, error.message);
  });
  if (result.FailedEntryCount > 0) throw new StateError('EventBridge.FailedEntry', JSON.stringify(result.Entries));
  return result;
}

/** The outcome is kept before the caller that returned the token gets its answer. */
async function waitForToken(
  task: Task,
  fresh: unknown,
  { arn, clock, invoke: run, tokens, kept, recording, onWaiting }: RunTaskOptions,
  keep: (outcome: Outcome) => void,
): Promise<unknown> {
  const former = recording?.nextWaiting(task.name);
  const input = former?.input ?? fresh;
  const since = former?.since ?? clock.now();
  if (!former) kept.waiting(arn, task.name, { input, since });
  const passed = Math.max(0, clock.now() - since) / 1_000;
  const left = Math.max(0, task.timeoutSeconds - passed);
  const waiting = tokens.wait(input, {
    ...task,
    timeoutSeconds: left,
    isResumed: former !== undefined,
    onAnswer: keep,
  });
  onWaiting(waiting.close);
  const { FunctionName, Payload } = input as { readonly FunctionName: string; readonly Payload?: unknown };
  // The function's own result is ignored, its failure is not.
  const failure = former?.isInvoked
    ? new Promise<never>(() => {})
    : invoke(run, FunctionName, Payload ?? {}).then(() => {
        kept.invoked(arn, task.name);
        return new Promise<never>(() => {});
      });
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
