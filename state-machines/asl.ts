import { type Machine, type RetryClass, STUCK_EVENT } from './machine.ts';
import {
  ANY_FAULT,
  afterUndo,
  asksForError,
  caughtBy,
  commentOf,
  errorsOf,
  stepOf,
  stepsWithoutUndo,
  TIMEOUT,
  tasksOf,
  wayAfter,
  wayAfterRescue,
} from './ways.ts';

/** Faults that pass by themselves: our own name for them, and Lambda's. */
const TRANSIENT_ERRORS = [
  'TransientFault',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
];

const retry = (ErrorEquals: readonly string[], MaxDelaySeconds: number, MaxAttempts: number) => ({
  ErrorEquals,
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds,
  MaxAttempts,
  JitterStrategy: 'FULL',
});

const RETRY: Readonly<Record<RetryClass, object>> = {
  transient: retry(TRANSIENT_ERRORS, 30, 6),
  persistent: retry([ANY_FAULT], 300, 60),
};

const TIMEOUT_SECONDS = 60;

interface Asl {
  readonly Comment: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, object>>;
}

/**
 * The machine in the Amazon States Language; `${InventorySagaArn}` stands for the ARN of
 * inventory-saga, `${EventBusName}` for the shop's bus.
 *
 * @param settings those of a deployment, which replace the timeouts of the steps that name one.
 * @throws Error for a step before the pivot that has no undo.
 */
export function aslOf(machine: Machine, settings: Readonly<Record<string, unknown>> = {}): Asl {
  const { steps, undos, ends, stuck } = machine;
  const [StartAt = ''] = Object.keys(steps);
  for (const name of stepsWithoutUndo(machine))
    throw new Error(`The step ${name} comes before the pivot and names no undo.`);
  const each = (tasks: object, state: (machine: Machine, name: string) => object) =>
    Object.fromEntries(Object.keys(tasks).map((name) => [name, state(machine, name)]));
  return {
    Comment: machine.comment,
    StartAt,
    States: {
      ...each(steps, (_, name) => stepState(machine, name, settings)),
      ...rescueStates(machine),
      ...each(undos, undoState),
      ...(asksForError(machine) ? { [machine.undone.state]: choiceState(machine) } : {}),
      ...each(ends, endState),
      [stuck.report]: reportState(machine),
      [stuck.state]: { Type: 'Fail', Error: stuck.state, Cause: stuck.cause },
    },
  };
}

/** The definition as a file: short lists stand in one line, as the formatter wants them. */
export const aslFile = (machine: Machine): string =>
  `${JSON.stringify(aslOf(machine), null, 2).replace(/\[\s+("[^[\]{}]*")\s+\]/g, (list, names: string) => {
    const inOneLine = `[${names.replace(/\s+/g, ' ')}]`;
    return inOneLine.length > 90 ? list : inOneLine;
  })}\n`;

/** The name by which a definition stands for the shop's bus. */
export const BUS_NAME = 'EventBusName';

/** The name by which a definition stands for the ARN of a function. */
export const arnName = (functionName: string): string => `${pascalCase(functionName)}Arn`;

export const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

interface TaskOptions {
  readonly timeoutSeconds?: number;
  readonly waitsForToken?: true;
  readonly getsError?: true;
}

function taskState(machine: Machine, name: string, { timeoutSeconds, waitsForToken, getsError }: TaskOptions) {
  const { subject } = machine;
  return {
    Type: 'Task',
    Comment: commentOf(machine, name),
    Resource: `arn:aws:states:::lambda:invoke${waitsForToken ? '.waitForTaskToken' : ''}`,
    Parameters: {
      FunctionName: `\${${arnName(tasksOf(machine)[name]?.function ?? '')}}`,
      Payload: {
        step: name,
        [`${subject}.$`]: `$.${subject}`,
        ...(waitsForToken && { 'taskToken.$': '$$.Task.Token' }),
        ...(getsError && { 'error.$': '$.error' }),
      },
    },
    TimeoutSeconds: timeoutSeconds ?? TIMEOUT_SECONDS,
    ResultPath: null,
  };
}

const catcher = (ErrorEquals: readonly string[], Next: string | undefined) => ({
  ErrorEquals,
  ResultPath: '$.error',
  Next,
});

function stepState(machine: Machine, name: string, settings: Readonly<Record<string, unknown>>): object {
  const step = stepOf(machine, name);
  const errors = errorsOf(step);
  const names = Object.keys(machine.steps);
  const following = names[names.indexOf(name) + 1];
  const byTarget = Map.groupBy(caughtBy(step), (error) => wayAfter(machine, name, error)[0]);
  return {
    ...taskState(machine, name, { ...step, ...timeoutOf(step, settings) }),
    // A refusal is final: it is never retried.
    Retry: [
      ...(step.retry === 'persistent' && errors.length > 0 ? [{ ErrorEquals: errors, MaxAttempts: 0 }] : []),
      RETRY[step.retry],
    ],
    Catch: [
      ...[...byTarget].map(([target, caught]) => catcher(caught, target)),
      catcher([ANY_FAULT], wayAfter(machine, name, ANY_FAULT)[0]),
    ],
    ...(following === undefined ? { End: true } : { Next: following }),
  };
}

/** The rescues, each with the ways of the step that it rescues. */
const rescueStates = (machine: Machine): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(machine.steps).flatMap(([step, { rescuedBy }]) =>
      rescuedBy === undefined ? [] : [[rescuedBy, rescueState(machine, rescuedBy, step)]],
    ),
  );

function rescueState(machine: Machine, name: string, step: string): object {
  const [, following] = wayAfter(machine, step, TIMEOUT);
  const errors = errorsOf(machine.rescues?.[name] ?? { function: '' });
  const byTarget = Map.groupBy(errors, (error) => wayAfterRescue(machine, step, error)[0]);
  return {
    ...taskState(machine, name, {}),
    Retry: [RETRY.transient],
    Catch: [
      ...[...byTarget].map(([target, caught]) => catcher(caught, target)),
      catcher([ANY_FAULT], wayAfterRescue(machine, step, ANY_FAULT)[0]),
    ],
    ...(following === undefined ? { End: true } : { Next: following }),
  };
}

function timeoutOf(
  { timeoutSetting }: { readonly timeoutSetting?: string },
  settings: Readonly<Record<string, unknown>>,
): { readonly timeoutSeconds?: number } {
  const seconds = timeoutSetting === undefined ? undefined : settings[timeoutSetting];
  return typeof seconds === 'number' ? { timeoutSeconds: seconds } : {};
}

const undoState = (machine: Machine, name: string): object => ({
  ...taskState(machine, name, {}),
  Retry: [RETRY.persistent],
  Catch: [catcher([ANY_FAULT], machine.stuck.end)],
  Next: afterUndo(machine, name),
});

function choiceState({ undone }: Machine): object {
  const Choices = Object.entries(undone.endByError).map(([error, end]) => ({
    Variable: '$.error.Error',
    StringEquals: error,
    Next: end,
  }));
  return { Type: 'Choice', Choices, Default: undone.otherwise };
}

const endState = (machine: Machine, name: string): object => ({
  ...taskState(machine, name, machine.ends[name] ?? {}),
  ...(name === machine.stuck.end
    ? {
        // A person should get the news within minutes.
        Retry: [RETRY.transient],
        Catch: [catcher([ANY_FAULT], machine.stuck.report)],
        Next: machine.stuck.state,
      }
    : { Retry: [RETRY.persistent], Catch: [catcher([ANY_FAULT], machine.stuck.end)], End: true }),
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html */
const reportState = ({ name, subject, stuck }: Machine): object => ({
  Type: 'Task',
  Comment: `Tells people that not even ${stuck.end} works, without any function.`,
  Resource: 'arn:aws:states:::events:putEvents',
  Parameters: {
    Entries: [
      {
        EventBusName: `\${${BUS_NAME}}`,
        Source: STUCK_EVENT.source,
        DetailType: STUCK_EVENT.name,
        Detail: {
          machine: name,
          'execution.$': '$$.Execution.Name',
          [`${subject}.$`]: `$.${subject}`,
          'error.$': '$.error.Error',
        },
      },
    ],
  },
  TimeoutSeconds: TIMEOUT_SECONDS,
  ResultPath: null,
  Retry: [RETRY.persistent],
  Next: stuck.state,
});
