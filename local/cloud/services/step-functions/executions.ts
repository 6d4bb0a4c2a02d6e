import type { Clock, Invoke } from '../../cloud.ts';
import type { Meter } from '../../usage.ts';
import { AwsError } from '../aws-error.ts';
import type { PutEvents } from '../handles.ts';
import { resultErrorOf } from './data-limit.ts';
import type { Definition } from './definition.ts';
import type { Execution, Machine, Run } from './execution.ts';
import type { KeptExecutions, Recording } from './kept-executions.ts';
import type { StateError } from './outcome.ts';
import { runTask } from './run-task.ts';
import type { TaskTokens } from './task-tokens.ts';

/** A transition is the step into each state, each retry of one, and the step out of the last. */
const BILLED = new Set(['ExecutionStarted', 'StateEntered', 'StateRetried']);

const KEPT_HISTORIES = 1_000;

export interface Executions {
  /** Starts an execution, or returns the one that runs under that name with the same input. */
  start(machine: Machine, name: string, input: string): Execution;
  /**
   * Continues an execution of a former run where it was. One whose state machine is gone stays as
   * it is.
   */
  resume(recording: Recording, machine: Machine | undefined): void;
  get(arn: unknown): Execution;
  stop(arn: unknown, error: unknown, cause: unknown): Execution;
  list(): readonly Execution[];
  /** Ends everything without an outcome, as the process is about to end. */
  abandon(): void;
}

export interface ExecutionsOptions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly putEvents?: PutEvents | undefined;
  readonly tokens: TaskTokens;
  readonly meter?: Meter | undefined;
  readonly kept: KeptExecutions;
}

/** All executions, including those that have ended. */
export function createExecutions(options: ExecutionsOptions): Executions {
  const all = new Map<string, Execution>();
  const running = new Map<string, { run: Run; waiting: Set<() => void> }>();
  const ended: Execution[] = [];
  let abandoned = false;

  const finish = (execution: Execution, outcome: Partial<Execution>): void => {
    if (execution.status !== 'RUNNING' || abandoned) return;
    const { status = 'FAILED', output, error, cause } = outcome;
    const end = { status, stoppedAt: options.clock.now(), ...defined({ output, error, cause }) };
    options.kept.ended(execution.arn, end);
    Object.assign(execution, end);
    for (const close of running.get(execution.arn)?.waiting ?? []) close();
    running.delete(execution.arn);
    ended.push(execution);
    if (ended.length > KEPT_HISTORIES) (ended.shift() as Execution).history = [];
  };

  const launch = (execution: Execution, recording?: Recording): void => {
    const waiting = new Set<() => void>();
    const { machine, tasks } = execution.machine.definition;
    const handle = (task: Definition['tasks'][number]) => async (input: unknown) => {
      await eventsSeen();
      // An aborted execution must not start its next attempt.
      if (execution.status !== 'RUNNING' || abandoned) throw new Error('The execution has ended');
      const attempt = { arn: execution.arn, recording, onWaiting: (close: () => void) => waiting.add(close) };
      return runTask(task, input, { ...options, ...attempt });
    };
    const run = machine.run(JSON.parse(execution.input), {
      context: contextOf(execution, options.tokens),
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(tasks.map((task) => [task.name, handle(task)])) as never,
      },
    });
    running.set(execution.arn, { run, waiting });
    const onFailed = ({ name, message }: StateError): void => {
      finish(execution, { status: 'FAILED', error: name, cause: message });
      run.abort();
    };
    void record(run, execution, { ...options, onFailed }, recording);
    run.result.finally(eventsSeen).then(
      (output) => finish(execution, { status: 'SUCCEEDED', output: JSON.stringify(output) }),
      (error: unknown) => finish(execution, outcomeOf(error)),
    );
  };

  const get = (arn: unknown): Execution => {
    const execution = all.get(String(arn));
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${String(arn)}'`);
    return execution;
  };

  return {
    start(machine, name, input) {
      const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
      const existing = all.get(arn);
      if (existing) {
        if (existing.status === 'RUNNING' && existing.input === input) return existing;
        throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      const startedAt = options.clock.now();
      const execution: Execution = { arn, name, machine, input, startedAt, status: 'RUNNING', history: [] };
      options.kept.begun({ arn, name, machineArn: machine.arn, input, startedAt });
      all.set(arn, execution);
      launch(execution);
      return execution;
    },
    resume(recording, machine) {
      const { begun, ended: end } = recording;
      const { arn, name, input, startedAt } = begun;
      if (!machine) return;
      const execution: Execution = { arn, name, machine, input, startedAt, status: 'RUNNING', history: [] };
      all.set(arn, execution);
      if (end) Object.assign(execution, end);
      else launch(execution, recording);
    },
    get,
    stop(arn, error, cause) {
      const execution = get(arn);
      const run = running.get(execution.arn)?.run;
      finish(execution, {
        status: 'ABORTED',
        ...(error === undefined ? {} : { error: String(error) }),
        ...(cause === undefined ? {} : { cause: String(cause) }),
      });
      run?.abort();
      return execution;
    },
    list: () => [...all.values()],
    abandon() {
      abandoned = true;
      for (const { run, waiting } of running.values()) {
        for (const close of waiting) close();
        run.abort();
      }
    },
  };
}

/**
 * The object that `$$` refers to in the definition. Each access to the task's token mints one, so
 * that every attempt has its own.
 */
function contextOf(execution: Execution, tokens: TaskTokens): { [name: string]: object } {
  return {
    Execution: { Id: execution.arn, Name: execution.name, RoleArn: execution.machine.roleArn, RedriveCount: 0 },
    StateMachine: { Id: execution.machine.arn, Name: execution.machine.name },
    Task: {
      get Token() {
        return tokens.mint();
      },
    },
  };
}

/**
 * Resolves when the recorder has seen all events so far, which it reads in microtasks. It sees a
 * state's output before the next task begins, and ends the execution when that is too large.
 */
const eventsSeen = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * The interpreter uses the machine's clock; the history, like everything else, uses the cloud's.
 */
async function record(
  run: Run,
  execution: Execution,
  { clock, meter, kept, onFailed }: ExecutionsOptions & { readonly onFailed: (error: StateError) => void },
  recording: Recording | undefined,
): Promise<void> {
  for await (const event of run.eventLogs) {
    // A former run has counted what it has seen.
    const seenAt = recording?.nextTime();
    const timestamp = seenAt ?? clock.now();
    execution.history.push({ ...event, timestamp });
    if (seenAt === undefined && execution.status === 'RUNNING') kept.seen(execution.arn, timestamp);
    if (seenAt === undefined && BILLED.has(event.type))
      meter?.({ service: 'states', unit: 'transitions', resource: execution.machine.name }, 1);
    const error = event.type === 'StateExited' ? resultErrorOf(event.state.name, event.state.output) : undefined;
    if (error === undefined || execution.status !== 'RUNNING') continue;
    onFailed(error);
    execution.history.push({ type: 'ExecutionFailed', timestamp, Error: error.name, Cause: error.message });
    return;
  }
}

function outcomeOf(error: unknown): Partial<Execution> {
  const { name, cause } = error as Error;
  if (name === 'ExecutionTimeoutError') return { status: 'TIMED_OUT', error: 'States.Timeout' };
  if (name === 'ExecutionAbortedError') return { status: 'ABORTED' };
  const { name: errorName, message } = (cause ?? error) as Error;
  return { status: 'FAILED', error: errorName, cause: message };
}

/** The members that have a value. */
function defined<Members extends object>(members: Members): { [Name in keyof Members]?: NonNullable<Members[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
