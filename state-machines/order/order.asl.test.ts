import { readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import type { Step } from '../machine.ts';
import { orderMachine } from './order.ts';

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Retry?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly JitterStrategy?: string;
    readonly MaxAttempts: number;
  }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

const definition = JSON.parse(readFileSync(new URL('order.asl.json', import.meta.url), 'utf8')) as {
  StartAt: string;
  States: Record<string, State>;
};
const states = definition.States;
const tasks = Object.entries(states).filter(([, state]) => state.Type === 'Task');
const successors = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((catcher) => catcher.Next)].filter(
    (next) => next !== undefined,
  );

/** Follows the first catcher of an error, then the way to the end. */
function wayAfter(step: string, error: string): string[] {
  const way: string[] = [];
  let next = states[step]?.Catch?.find(
    ({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals.includes('States.ALL'),
  )?.Next;
  while (next) {
    way.push(next);
    const state: State | undefined = states[next];
    next = state?.Next ?? state?.Choices?.find(() => error === 'OrderCancelled')?.Next ?? state?.Default;
  }
  return way;
}

/**
 * Written by hand, as a second opinion on the definition, which is generated from the machine's
 * data.
 */
const WAYS: [step: string, error: string, way: string[]][] = [
  ['ReserveStock', 'InsufficientStock', ['RejectOrder']],
  ['ReserveStock', 'Boom', ['ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['AuthorizePayment', 'PaymentDeclined', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['AuthorizePayment', 'States.Timeout', ['SettlePayment', 'CommitStock', 'CapturePayment', 'ConfirmOrder']],
  ['SettlePayment', 'PaymentTimedOut', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['SettlePayment', 'PaymentDeclined', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['SettlePayment', 'OrderCancelled', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'CancelOrder']],
  ['SettlePayment', 'Boom', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['AuthorizePayment', 'PaymentTimedOut', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['AuthorizePayment', 'OrderCancelled', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'CancelOrder']],
  ['AuthorizePayment', 'Boom', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['CommitStock', 'HoldExpired', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['CommitStock', 'Boom', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['CapturePayment', 'CaptureFailed', ['CancelPayment', 'ReleaseStock', 'WasCancelled', 'RejectOrder']],
  ['CapturePayment', 'Boom', ['ParkOrder', 'NeedsAttention']],
  ['ConfirmOrder', 'OrderCancelled', ['RefundPayment', 'ReleaseStock', 'WasCancelled', 'CancelOrder']],
  ['ConfirmOrder', 'Boom', ['ParkOrder', 'NeedsAttention']],
  ['CancelPayment', 'Boom', ['ParkOrder', 'NeedsAttention']],
  ['ReleaseStock', 'Boom', ['ParkOrder', 'NeedsAttention']],
  ['ParkOrder', 'Boom', ['ReportStuck', 'NeedsAttention']],
];

describe('the order saga', () => {
  it('is valid Amazon States Language', () => {
    expect(validate(definition, { checkArn: false })).toMatchObject({ isValid: true });
  });

  it('takes six transitions on the happy path', () => {
    const path: string[] = [];
    for (let name: string | undefined = definition.StartAt; name; name = states[name]?.Next) path.push(name);

    expect(path).toEqual(['ReserveStock', 'AuthorizePayment', 'CommitStock', 'CapturePayment', 'ConfirmOrder']);
  });

  it('reaches every state', () => {
    const reached = new Set([definition.StartAt]);
    for (const name of reached) for (const next of successors(states[name] as State)) reached.add(next);

    expect([...reached].sort()).toEqual(Object.keys(states).sort());
  });

  it('has a way here for every refusal of a step and for its faults', () => {
    const failures = Object.entries<Step>(orderMachine.steps).flatMap(([step, { refuses = {} }]) =>
      [...new Set([...Object.values(refuses), 'Boom'])].map((error) => `${step} ${error}`),
    );

    expect(WAYS.map(([step, error]) => `${step} ${error}`)).toEqual(expect.arrayContaining(failures));
  });

  it.each(WAYS)('after %s fails with %s goes the way of its undo', (step, error, way) => {
    expect(wayAfter(step, error)).toEqual(way);
  });

  it('never retries the token task on States.ALL or on a timeout, which would wait twice with a second token', () => {
    const waiting = tasks.filter(([, { Resource }]) => Resource?.endsWith('waitForTaskToken'));

    expect(waiting.map(([name]) => name)).toEqual(['AuthorizePayment']);
    for (const [, { Retry = [] }] of waiting) {
      const names = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      for (const name of ['States.ALL', 'States.Timeout', 'States.TaskFailed']) expect(names).not.toContain(name);
    }
  });

  it('gives every task a timeout and retries with full jitter', () => {
    for (const [, { TimeoutSeconds, Retry = [] }] of tasks) {
      expect(TimeoutSeconds).toBeGreaterThan(0);
      const retried = Retry.filter(({ MaxAttempts }) => MaxAttempts > 0);
      expect(retried.length).toBeGreaterThan(0);
      for (const { JitterStrategy } of retried) expect(JitterStrategy).toBe('FULL');
    }
  });
});
