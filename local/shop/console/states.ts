import type { Execution } from '../../cloud/services/step-functions/execution.ts';
import type { Attempt, ExecutionLine, ExecutionView, Outcome, StateView } from './answers.ts';
import { drawingOf } from './drawing.ts';
import { straightWay } from './straight-way.ts';

const LONGEST_TEXT = 400;

type Draft = { -readonly [Key in keyof StateView]: StateView[Key] } & { failures: Attempt[] };

/** A row of the list of executions. */
export function executionLine(execution: Execution): ExecutionLine {
  const { name, machine, status, startedAt, stoppedAt, error, history } = execution;
  const lastState = history.findLast((event) => event.type === 'StateEntered');
  return {
    ...{ name, machine: machine.name, status, startedAt, stoppedAt, error },
    lastState: lastState && 'state' in lastState ? lastState.state.name : undefined,
    retries: history.filter(({ type }) => type === 'StateRetried').length,
  } as ExecutionLine;
}

/** An execution with the outcome of every state of its definition, and their drawing. */
export function executionView(execution: Execution): ExecutionView {
  const { asl } = execution.machine.definition;
  const { input, output, cause } = execution;
  return {
    ...executionLine(execution),
    input: unfolded(input),
    ...(output === undefined ? {} : { output: unfolded(output) }),
    ...(cause === undefined ? {} : { cause: readable(cause) }),
    states: statesOf(execution),
    path: execution.history.flatMap((event) => (event.type === 'StateEntered' ? [event.state.name] : [])),
    drawing: drawingOf(asl),
  };
}

/**
 * The outcome of each state, in the definition's order. A state that is entered again shows its
 * last visit and all its failures.
 */
export function statesOf(execution: Execution): StateView[] {
  const { asl } = execution.machine.definition;
  const forward = straightWay(asl);
  const drafts = new Map<string, Draft>();
  for (const [name, state] of Object.entries(asl.States)) {
    const comment = state.Comment === undefined ? {} : { comment: state.Comment };
    const wayBack = !forward.has(name);
    drafts.set(name, { name, type: state.Type, ...comment, wayBack, outcome: 'not reached', failures: [] });
  }
  for (const event of execution.history) {
    const draft = 'state' in event ? drafts.get(event.state.name) : undefined;
    if (draft) apply(event, draft, asl.States[draft.name]?.Resource, execution.status === 'RUNNING');
  }
  return [...drafts.values()];
}

function apply(event: Execution['history'][number], draft: Draft, resource: string | undefined, runs: boolean): void {
  switch (event.type) {
    case 'StateEntered':
      draft.outcome = !runs ? 'failed' : resource?.endsWith('.waitForTaskToken') ? 'waiting' : 'running';
      Object.assign(draft, { enteredAt: event.timestamp, input: unfolded(event.state.input), exitedAt: undefined });
      break;
    case 'StateFailed': {
      const failure = { at: event.timestamp, error: event.Error, cause: readable(event.Cause), retried: false };
      draft.failures.push(failure);
      break;
    }
    case 'StateRetried': {
      const last = draft.failures.pop();
      if (last) draft.failures.push({ ...last, retried: true });
      break;
    }
    case 'StateExited':
      Object.assign(draft, { exitedAt: event.timestamp, output: unfolded(event.state.output) });
      draft.outcome = outcomeOf(draft);
      break;
  }
}

/** A state that ends by its Catch exits as well. */
function outcomeOf({ failures, wayBack }: Draft): Outcome {
  if (failures.at(-1)?.retried === false) return 'failed';
  return wayBack ? 'undone' : 'done';
}

/** The message of an error, without its JSON envelopes and its stack. */
export function readable(cause: unknown): string {
  const value = typeof cause === 'string' ? parsed(cause) : cause;
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const { errorMessage, detail, message } = value as { errorMessage?: unknown; detail?: unknown; message?: unknown };
  const inner = errorMessage ?? detail ?? message;
  return inner === undefined ? JSON.stringify(value) : readable(inner);
}

/**
 * Parses the JSON within a value's texts: an error's cause is JSON in JSON in JSON. Long texts are
 * cut.
 */
export function unfolded(value: unknown): unknown {
  if (typeof value === 'string') {
    const inner = /^[[{]/.test(value) ? parsed(value) : value;
    if (typeof inner !== 'string') return unfolded(inner);
    return inner.length > LONGEST_TEXT ? `${inner.slice(0, LONGEST_TEXT)}…` : inner;
  }
  if (Array.isArray(value)) return value.map(unfolded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unfolded(member)]));
}

/** Parses JSON text; returns any other text unchanged. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
