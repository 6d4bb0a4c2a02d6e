import { StateMachine } from 'aws-local-stepfunctions';

type Json = Record<string, unknown>;

/** A Task state, as far as it is run here. */
export interface Task {
  readonly name: string;
  readonly resource: string;
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds: number | undefined;
}

export interface Definition {
  readonly machine: StateMachine;
  /** By state name, nested states included. */
  readonly tasks: readonly Task[];
  /** The definition as it was given. */
  readonly asl: Asl;
}

/** The part of a definition that shows how its states are connected. */
export interface Asl {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

export interface AslState {
  readonly Type: string;
  readonly Comment?: string;
  readonly Resource?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

// The longest delay of setTimeout, about 24 days. The interpreter's default for a Task is a minute;
// AWS has none.
const NO_TIMEOUT_SECONDS = 2_147_483;

/** The integrations that run here: Lambda, and events that a workflow publishes itself. */
const RUNNABLE = /^arn:aws:(lambda:|states:::lambda:invoke(\.waitForTaskToken)?$|states:::events:putEvents$)/;

/**
 * Reads a definition in the Amazon States Language. Throws for what AWS would refuse and for what
 * cannot be run here. `retryDelayScale` multiplies the delays of every Retry.
 */
export function readDefinition(text: string, retryDelayScale: number): Definition {
  const asl = JSON.parse(text) as Json;
  // AWS accepts HeartbeatSeconds and all ARNs of services; the interpreter's validator checks the
  // rest as AWS does.
  new StateMachine(asl as never);
  const tasks: Task[] = [];
  const adapted = adapt(asl, retryDelayScale, tasks);
  const machine = new StateMachine(adapted as never, { validationOptions: { noValidate: true } });
  return { machine, tasks, asl: asl as unknown as Asl };
}

/** Rewrites the definition where the interpreter differs from AWS, and collects its tasks. */
function adapt(asl: Json, scale: number, tasks: Task[]): Json {
  if (asl.QueryLanguage === 'JSONata') throw new Error('The local cloud runs JSONPath state machines only');
  const states = Object.entries(asl.States as Record<string, Json>).map(([name, state]) => {
    if (state.QueryLanguage === 'JSONata') throw new Error(`State ${name}: the local cloud runs JSONPath states only`);
    if (state.Type === 'Task') tasks.push(taskOf(name, state));
    return [name, adaptState(state, scale, tasks)];
  });
  return { ...asl, ...timeoutOf(asl), States: Object.fromEntries(states) };
}

function adaptState(state: Json, scale: number, tasks: Task[]): Json {
  const adapted: Json = { ...state };
  // The interpreter mistakes this default for a property named "$".
  if (adapted.ResultPath === '$') delete adapted.ResultPath;
  if (state.Type === 'Task') adapted.TimeoutSeconds = timeoutSeconds(state);
  if (Array.isArray(state.Retry)) adapted.Retry = (state.Retry as Json[]).map((retrier) => scaled(retrier, scale));
  if (Array.isArray(state.Catch)) {
    adapted.Catch = (state.Catch as Json[]).map(({ ResultPath, ...catcher }) =>
      ResultPath === undefined || ResultPath === '$' ? catcher : { ...catcher, ResultPath },
    );
  }
  if (Array.isArray(state.Branches)) {
    adapted.Branches = (state.Branches as Json[]).map((branch) => adapt(branch, scale, tasks));
  }
  for (const key of ['Iterator', 'ItemProcessor']) {
    if (state[key]) adapted[key] = adapt(state[key] as Json, scale, tasks);
  }
  return adapted;
}

function taskOf(name: string, state: Json): Task {
  const resource = String(state.Resource);
  if (!RUNNABLE.test(resource)) throw new Error(`State ${name}: the local cloud cannot run ${resource}`);
  for (const field of ['TimeoutSecondsPath', 'HeartbeatSecondsPath']) {
    if (state[field]) throw new Error(`State ${name}: the local cloud does not know ${field}`);
  }
  const heartbeat = state.HeartbeatSeconds;
  return {
    name,
    resource,
    timeoutSeconds: timeoutSeconds(state),
    heartbeatSeconds: typeof heartbeat === 'number' ? heartbeat : undefined,
  };
}

function timeoutSeconds(state: Json): number {
  const given = state.TimeoutSeconds;
  return typeof given === 'number' ? Math.min(given, NO_TIMEOUT_SECONDS) : NO_TIMEOUT_SECONDS;
}

function timeoutOf(asl: Json): Json {
  return asl.TimeoutSeconds === undefined ? {} : { TimeoutSeconds: timeoutSeconds(asl) };
}

function scaled(retrier: Json, scale: number): Json {
  const max = retrier.MaxDelaySeconds;
  return {
    ...retrier,
    IntervalSeconds: Number(retrier.IntervalSeconds ?? 1) * scale,
    ...(typeof max === 'number' ? { MaxDelaySeconds: max * scale } : {}),
  };
}
