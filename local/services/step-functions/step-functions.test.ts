import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, test, vi } from 'vitest';
import type { InvocationResult, Invoke } from '../../cloud.ts';
import { createEndpoint } from '../endpoint.ts';
import { createFaults } from '../faults.ts';
import { fakeCloud, run } from '../testing.ts';
import { createStepFunctions } from './service.ts';

// The placeholder that DefinitionSubstitutions fills in.
const FN = `$\{Fn}`;
const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:step';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Setup {
  readonly states?: Record<string, object>;
  readonly invoke?: Invoke;
  readonly dataDir?: string;
  readonly more?: object;
}

/** A workflow that starts at Do. */
async function start({ states = { Do: call() }, invoke = async () => ok(null), dataDir, more }: Setup) {
  const endpoint = createEndpoint(createFaults());
  const service = createStepFunctions({ endpoint, retryDelayScale: 0.001, readAsset: undefined });
  const calls = vi.fn<Invoke>(invoke);
  const running = await run([endpoint.service, service], fakeCloud({ invoke: calls, dataDir }));
  const client = new SFNClient(running.client('SFN'));
  cleanups.push(
    () => running.stop(),
    () => client.destroy(),
  );
  const { ref: stateMachineArn } = await running.create('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'saga',
    DefinitionString: JSON.stringify({ StartAt: 'Do', States: states, ...more }),
    DefinitionSubstitutions: { Fn: FUNCTION },
  });
  await running.begin();
  const begin = async (input: unknown = {}, name?: string) =>
    (await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) })))
      .executionArn;
  const describe = (executionArn: string | undefined) => client.send(new DescribeExecutionCommand({ executionArn }));
  const end = (executionArn: string | undefined) =>
    vi.waitFor(async () => {
      const execution = await describe(executionArn);
      expect(execution.status).not.toBe('RUNNING');
      return execution;
    }, 5_000);
  return { client, calls, begin, end, describe, stateMachineArn, running };
}

const ok = (payload: unknown): InvocationResult => ({ ok: true, payload });
const failed = (errorType: string, errorMessage = 'no'): InvocationResult => ({
  ok: false,
  errorType,
  errorMessage,
  trace: ['at x'],
});

function call(more: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: FN, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    End: true,
    ...more,
  };
}

function wait(more: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: FN, Payload: { 'token.$': '$$.Task.Token', 'order.$': '$$.Execution.Name' } },
    TimeoutSeconds: 60,
    End: true,
    ...more,
  };
}

/** The tokens handed out so far. */
const tokensOf = (calls: { mock: { calls: unknown[][] } }) =>
  calls.mock.calls.map(([, payload]) => (payload as { token: string }).token);

const done = { Type: 'Pass', End: true };

test('A task invokes its function with its payload and answers the function’s result', async () => {
  const { begin, end, calls, describe } = await start({ invoke: async (_, payload) => ok({ got: payload }) });

  const arn = await begin({ orderId: 'ord_1' }, 'ord_1');

  expect(arn).toBe('arn:aws:states:eu-central-1:000000000000:execution:saga:ord_1');
  expect(await end(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"got":{"orderId":"ord_1"}}' });
  expect(calls).toHaveBeenCalledExactlyOnceWith(FUNCTION, { orderId: 'ord_1' });
  expect((await describe(arn)).stopDate).toBeInstanceOf(Date);
});

test('A task may name the function itself as its resource', async () => {
  const { begin, end } = await start({
    states: { Do: { Type: 'Task', Resource: FN, End: true } },
    invoke: async (_, payload) => ok(payload),
  });

  expect(await end(await begin({ a: 1 }))).toMatchObject({ output: '{"a":1}' });
});

test('An error of the function ends the execution with its name, and its details as JSON', async () => {
  const { begin, end } = await start({ invoke: async () => failed('InsufficientStock', 'sold out') });

  const { status, error, cause } = await end(await begin());

  expect([status, error]).toEqual(['FAILED', 'InsufficientStock']);
  expect(JSON.parse(cause ?? '')).toEqual({
    errorType: 'InsufficientStock',
    errorMessage: 'sold out',
    trace: ['at x'],
  });
});

test.each([
  ['Runtime.ExitError', 'Lambda.Unknown'],
  ['Sandbox.Timedout', 'Sandbox.Timedout'],
])('The end of the environment with %s is the error %s', async (errorType, expected) => {
  const { begin, end } = await start({ invoke: async () => failed(errorType) });

  expect(await end(await begin())).toMatchObject({ error: expected });
});

test('A caught error goes on at its state, under its result path', async () => {
  const Catch = [{ ErrorEquals: ['SoldOut'], Next: 'Undo', ResultPath: '$.error' }];
  const { begin, end } = await start({
    states: { Do: call({ Catch }), Undo: done },
    invoke: async () => failed('SoldOut', 'x'),
  });

  const { output } = await end(await begin({ orderId: 'ord_1' }));

  const { orderId, error } = JSON.parse(output ?? '');
  expect(orderId).toBe('ord_1');
  expect(error.Error).toBe('SoldOut');
  expect(JSON.parse(error.Cause)).toMatchObject({ errorMessage: 'x' });
});

test('Without a result path, or with null, a caught error replaces the input or leaves it', async () => {
  const invoke = async () => failed('Refused');
  const replaced = await start({
    states: { Do: call({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo', ResultPath: '$' }] }), Undo: done },
    invoke,
  });
  const left = await start({
    states: { Do: call({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo', ResultPath: null }] }), Undo: done },
    invoke,
  });

  expect(JSON.parse((await replaced.end(await replaced.begin({ a: 1 }))).output ?? '')).toMatchObject({
    Error: 'Refused',
  });
  expect((await left.end(await left.begin({ a: 1 }))).output).toBe('{"a":1}');
});

test('A transient fault is retried as often as said, with backoff, longest delay and jitter', async () => {
  const Retry = [
    {
      ErrorEquals: ['TransientFault'],
      IntervalSeconds: 1,
      BackoffRate: 2,
      MaxDelaySeconds: 3,
      MaxAttempts: 4,
      JitterStrategy: 'FULL',
    },
  ];
  const { begin, end, calls } = await start({
    states: { Do: call({ Retry }) },
    invoke: async () => failed('TransientFault'),
  });

  const { error } = await end(await begin());

  expect(error).toBe('TransientFault');
  expect(calls).toHaveBeenCalledTimes(5);
});

test('An error that no retrier names is not retried', async () => {
  const Retry = [{ ErrorEquals: ['TransientFault'], MaxAttempts: 4 }];
  const { begin, end, calls } = await start({
    states: { Do: call({ Retry }) },
    invoke: async () => failed('Declined'),
  });

  await end(await begin());

  expect(calls).toHaveBeenCalledOnce();
});

test('A task waits for its token and answers what comes with it', async () => {
  const { begin, end, calls, client, describe } = await start({ states: { Do: wait() } });
  const arn = await begin({}, 'ord_1');
  await vi.waitFor(() => expect(calls).toHaveBeenCalled());
  expect((await describe(arn)).status).toBe('RUNNING');

  const [taskToken] = tokensOf(calls);
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"paid":true}' }));

  expect(await end(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"paid":true}' });
  expect(calls.mock.calls[0]?.[1]).toMatchObject({ order: 'ord_1' });
});

test('The function itself may send its token back before it returns', async () => {
  let client: SFNClient | undefined;
  const invoke: Invoke = async (_, payload) => {
    const taskToken = (payload as { token: string }).token;
    await client?.send(new SendTaskSuccessCommand({ taskToken, output: '"at once"' }));
    return failed('TooLate');
  };
  const started = await start({ states: { Do: wait() }, invoke });
  client = started.client;

  expect(await started.end(await started.begin())).toMatchObject({ output: '"at once"' });
});

test('A failure sent with the token, and a failed invocation, are errors of the task', async () => {
  const Catch = [{ ErrorEquals: ['OrderCancelled'], Next: 'Undo' }];
  const sent = await start({ states: { Do: wait({ Catch }), Undo: done } });
  const arn = await sent.begin();
  await vi.waitFor(() => expect(sent.calls).toHaveBeenCalled());
  const [taskToken] = tokensOf(sent.calls);
  await sent.client.send(new SendTaskFailureCommand({ taskToken, error: 'OrderCancelled', cause: 'by the buyer' }));
  const broken = await start({ states: { Do: wait() }, invoke: async () => failed('Broken') });

  expect(JSON.parse((await sent.end(arn)).output ?? '')).toEqual({ Error: 'OrderCancelled', Cause: 'by the buyer' });
  expect(await broken.end(await broken.begin())).toMatchObject({ error: 'Broken' });
});

test('A task that outlasts its timeout raises States.Timeout, and its token is of no use from then on', async () => {
  const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'Undo' }];
  const { begin, end, calls, client } = await start({ states: { Do: wait({ TimeoutSeconds: 1, Catch }), Undo: done } });

  const { output } = await end(await begin());

  expect(JSON.parse(output ?? '')).toMatchObject({ Error: 'States.Timeout' });
  const late = client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(calls)[0], output: '{}' }));
  await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
});

test('A retried task gets a token of its own', async () => {
  const Retry = [{ ErrorEquals: ['TransientFault'], MaxAttempts: 1 }];
  let attempts = 0;
  const invoke = async () => (attempts++ === 0 ? failed('TransientFault') : ok(null));
  const { begin, end, calls, client } = await start({ states: { Do: wait({ Retry }) }, invoke });
  const arn = await begin();
  await vi.waitFor(() => expect(calls).toHaveBeenCalledTimes(2));
  const [first, second] = tokensOf(calls);

  const stale = client.send(new SendTaskSuccessCommand({ taskToken: first, output: '1' }));

  await expect(stale).rejects.toMatchObject({ name: 'TaskTimedOut' });
  await client.send(new SendTaskSuccessCommand({ taskToken: second, output: '2' }));
  expect(await end(arn)).toMatchObject({ output: '2' });
});

test('A task without heartbeats in time fails, with them it goes on', async () => {
  const { begin, end, calls, client } = await start({
    states: { Do: wait({ HeartbeatSeconds: 1, TimeoutSeconds: 20 }) },
  });
  const [silent, alive] = [await begin(), await begin()];
  await vi.waitFor(() => expect(calls).toHaveBeenCalledTimes(2));
  const taskToken = tokensOf(calls)[1];
  const beating = setInterval(() => void client.send(new SendTaskHeartbeatCommand({ taskToken })).catch(() => {}), 300);
  cleanups.push(() => clearInterval(beating));

  expect(await end(silent)).toMatchObject({ error: 'States.HeartbeatTimeout' });
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '"alive"' }));
  expect(await end(alive)).toMatchObject({ output: '"alive"' });
});

test('Tokens that are none, or of nobody, are told apart', async () => {
  const { client } = await start({});
  const send = (taskToken: string) => client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));

  await expect(send('rubbish')).rejects.toMatchObject({ name: 'InvalidToken' });
  await expect(send(`AQ${'x'.repeat(86)}`)).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
});

test('A name is used once: the same input while it runs is the same execution, all else is refused', async () => {
  const { begin, end, calls, client } = await start({ states: { Do: wait() } });
  const arn = await begin({ a: 1 }, 'ord_1');

  expect(await begin({ a: 1 }, 'ord_1')).toBe(arn);
  await expect(begin({ a: 2 }, 'ord_1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await vi.waitFor(() => expect(calls).toHaveBeenCalledOnce());
  await client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(calls)[0], output: '{}' }));
  await end(arn);
  await expect(begin({ a: 1 }, 'ord_1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

test('A stopped execution is aborted, starts no further attempt, and its token is of no use', async () => {
  const { begin, describe, calls, client } = await start({ states: { Do: wait() } });
  const executionArn = await begin();
  await vi.waitFor(() => expect(calls).toHaveBeenCalledOnce());

  await client.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by hand' }));

  expect(await describe(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
  const late = client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(calls)[0], output: '{}' }));
  await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
});

test('Executions are listed by status, and the history tells the states', async () => {
  const { begin, end, client, stateMachineArn } = await start({
    states: { Do: { ...done, End: undefined, Next: 'Then' }, Then: done },
  });
  const executionArn = await begin();
  await end(executionArn);

  const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }));
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));

  expect(executions?.map((execution) => execution.executionArn)).toEqual([executionArn]);
  expect(events?.map(({ type }) => type)).toEqual([
    'ExecutionStarted',
    'PassStateEntered',
    'PassStateExited',
    'PassStateEntered',
    'PassStateExited',
    'ExecutionSucceeded',
  ]);
});

test('A workflow that outlasts its own timeout ends as timed out', async () => {
  const { begin, end } = await start({ states: { Do: wait() }, more: { TimeoutSeconds: 1 } });

  const arn = await begin();

  expect(await end(arn)).toMatchObject({ status: 'TIMED_OUT' });
});

test('With a data directory an open execution starts again, a finished one does not', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'souk-test-'));
  const first = await start({ states: { Do: wait() }, dataDir });
  await first.begin({ a: 1 }, 'open');
  const finished = await first.begin({}, 'finished');
  await vi.waitFor(() => expect(first.calls).toHaveBeenCalledTimes(2));
  await first.client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(first.calls)[1], output: '{}' }));
  await first.end(finished);
  await first.running.stop();

  const second = await start({ states: { Do: wait() }, dataDir });
  cleanups.unshift(() => rm(dataDir, { recursive: true, force: true }));

  await vi.waitFor(() => expect(second.calls).toHaveBeenCalledOnce());
  expect(second.calls.mock.calls[0]?.[1]).toMatchObject({ order: 'open' });
});

test.each([
  ['another service', { Do: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } }, 'cannot run'],
  ['a missing next state', { Do: { Type: 'Pass', Next: 'Nowhere' } }, 'invalid'],
  ['JSONata', { Do: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } }, 'JSONPath'],
])('A definition with %s is refused', async (_, states, message) => {
  await expect(start({ states })).rejects.toThrow(message);
});
