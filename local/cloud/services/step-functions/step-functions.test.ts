import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test, vi } from 'vitest';
import type { PutEvents } from '../handles.ts';
import { call, done, FN, FUNCTION, failed, ok, start, tokensOf, wait } from './testing.ts';

test('A task invokes its function with its payload and returns the function’s result', async () => {
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

test('A workflow publishes events by itself, with their details as JSON, and fails where an entry fails', async () => {
  const Resource = 'arn:aws:states:::events:putEvents';
  const Parameters = { Entries: [{ Source: 's', DetailType: 't', Detail: { 'id.$': '$.id' } }] };
  const putEvents = vi.fn<PutEvents>().mockResolvedValueOnce({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
  putEvents.mockResolvedValueOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });
  const { begin, end } = await start({ states: { Do: { Type: 'Task', Resource, Parameters, End: true } }, putEvents });

  expect(await end(await begin({ id: 1 }))).toMatchObject({ status: 'SUCCEEDED' });
  expect(await end(await begin({ id: 2 }))).toMatchObject({ status: 'FAILED', error: 'EventBridge.FailedEntry' });

  expect(putEvents.mock.calls).toEqual(
    [1, 2].map((id) => [{ Entries: [{ Source: 's', DetailType: 't', Detail: `{"id":${id}}` }] }]),
  );
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
])('An environment that ends with %s raises the error %s', async (errorType, expected) => {
  const { begin, end } = await start({ invoke: async () => failed(errorType) });

  expect(await end(await begin())).toMatchObject({ error: expected });
});

test('A caught error continues at its state, under its result path', async () => {
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

test('A transient fault is retried with the stated number, backoff, longest delay and jitter', async () => {
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

test('A name is used once: the same input while it runs returns the same execution, all else is refused', async () => {
  const { begin, end, calls, client } = await start({ states: { Do: wait() } });
  const arn = await begin({ a: 1 }, 'ord_1');

  expect(await begin({ a: 1 }, 'ord_1')).toBe(arn);
  await expect(begin({ a: 2 }, 'ord_1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  await vi.waitFor(() => expect(calls).toHaveBeenCalledOnce());
  await client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(calls)[0], output: '{}' }));
  await end(arn);
  await expect(begin({ a: 1 }, 'ord_1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

test('A stopped execution is aborted, starts no further attempt, and its token is void', async () => {
  const { begin, describe, calls, client } = await start({ states: { Do: wait() } });
  const executionArn = await begin();
  await vi.waitFor(() => expect(calls).toHaveBeenCalledOnce());

  await client.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'by hand' }));

  expect(await describe(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
  const late = client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(calls)[0], output: '{}' }));
  await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
});

test('Executions are listed by status, and the history lists the states', async () => {
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

test('A workflow that exceeds its own timeout ends as timed out', async () => {
  const { begin, end } = await start({ states: { Do: wait() }, more: { TimeoutSeconds: 1 } });

  const arn = await begin();

  expect(await end(arn)).toMatchObject({ status: 'TIMED_OUT' });
});

test.each([
  ['another service', { Do: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } }, 'cannot run'],
  ['a missing next state', { Do: { Type: 'Pass', Next: 'Nowhere' } }, 'invalid'],
  ['JSONata', { Do: { Type: 'Pass', QueryLanguage: 'JSONata', End: true } }, 'JSONPath'],
])('A definition with %s is refused', async (_, states, message) => {
  await expect(start({ states })).rejects.toThrow(message);
});
