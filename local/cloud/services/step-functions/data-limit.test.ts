import {
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test, vi } from 'vitest';
import { call, done, ok, start, tokensOf, wait } from './testing.ts';

const LIMIT = 262_144;
/** A text of so many bytes of JSON. */
const text = (bytes: number) => 'x'.repeat(bytes - 2);
const failure = (name: string, did = 'returned a result') => ({
  status: 'FAILED',
  error: 'States.DataLimitExceeded',
  cause: `The state/task '${name}' ${did} with a size exceeding the maximum number of bytes service limit.`,
});
const refused = (member: string, limit = LIMIT) => ({
  name: 'ValidationException',
  message: `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
});
const next = (Next: string) => ({ End: undefined, Next });

test('An execution takes 256 KB of input and no more', async () => {
  const { begin, end } = await start({ states: { Do: done } });

  expect(await end(await begin(text(LIMIT)))).toMatchObject({ status: 'SUCCEEDED', output: `"${text(LIMIT)}"` });
  await expect(begin(text(LIMIT + 1))).rejects.toMatchObject(refused('input'));
});

test('The bytes of UTF-8 count, not the letters', async () => {
  const { begin } = await start({ states: { Do: done } });

  await expect(begin('ä'.repeat(LIMIT / 2))).rejects.toMatchObject(refused('input'));
});

test('A result over 256 KB fails its state and is not retried or caught by States.ALL', async () => {
  const ErrorEquals = ['States.ALL'];
  const more = { OutputPath: '$', Retry: [{ ErrorEquals }], Catch: [{ ErrorEquals, Next: 'Caught' }] };
  const states = { Do: call({ ...more, Resource: '$' + '{Fn}' }), Caught: done };
  const { begin, end, calls } = await start({ states, invoke: async () => ok(text(LIMIT + 1)) });

  expect(await end(await begin())).toMatchObject(failure('Do'));
  expect(calls).toHaveBeenCalledOnce();
});

test('A task does not run with an input that its parameters make larger than 256 KB', async () => {
  const Parameters = { FunctionName: '$' + '{Fn}', Payload: { 'one.$': '$', 'other.$': '$' } };
  const { begin, end, calls } = await start({ states: { Do: call({ Parameters }) } });

  expect(await end(await begin(text(LIMIT / 2)))).toMatchObject(failure('Do', 'received an input'));
  expect(calls).not.toHaveBeenCalled();
});

test('The output of a Pass state is limited, and the next task does not run', async () => {
  const twice = { 'one.$': '$', 'other.$': '$' };
  const states = { Do: { Type: 'Pass', Parameters: twice, Next: 'Then' }, Then: call({ InputPath: '$.one' }) };
  const { begin, end, calls, client } = await start({ states });
  const executionArn = await begin(text(LIMIT / 2));

  expect(await end(executionArn)).toMatchObject(failure('Do'));
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events?.at(-1)).toMatchObject({
    type: 'ExecutionFailed',
    executionFailedEventDetails: { error: 'States.DataLimitExceeded' },
  });
  expect(calls).not.toHaveBeenCalled();
});

test('The output of a Pass state that a later one makes small again is limited as well', async () => {
  const states = {
    Do: { Type: 'Pass', Parameters: { 'one.$': '$', 'other.$': '$' }, Next: 'Then' },
    Then: { Type: 'Pass', Result: 'small', End: true },
  };
  const { begin, end } = await start({ states });

  expect(await end(await begin(text(LIMIT / 2)))).toMatchObject(failure('Do'));
});

test('The output of a task together with the input that it keeps is limited', async () => {
  const states = { Do: call({ ResultPath: '$.result', OutputPath: '$' }) };
  const { begin, end } = await start({ states, invoke: async () => ok(text(LIMIT / 2)) });

  expect(await end(await begin({ kept: text(LIMIT / 2) }))).toMatchObject(failure('Do'));
});

test('The outputs of all items of a Map state, and of all branches of a Parallel state, are limited together', async () => {
  const task = { StartAt: 'One', States: { One: call() } };
  const large = async () => ok(text(LIMIT / 2));
  const map = await start({
    states: { Do: { Type: 'Map', ItemProcessor: task, ...next('End') }, End: done },
    invoke: large,
  });
  const branches = {
    Do: { Type: 'Parallel', Branches: [task, { StartAt: 'Two', States: { Two: call() } }], End: true },
  };
  const parallel = await start({ states: branches, invoke: large });

  expect(await map.end(await map.begin([1, 2]))).toMatchObject(failure('Do'));
  expect(await parallel.end(await parallel.begin())).toMatchObject(failure('Do'));
});

test('A token returns at most 256 KB, and the task waits on after more', async () => {
  const { begin, end, calls, client } = await start({ states: { Do: wait() } });
  const arn = await begin();
  await vi.waitFor(() => expect(calls).toHaveBeenCalledOnce());
  const [taskToken] = tokensOf(calls);
  const succeed = (bytes: number) => client.send(new SendTaskSuccessCommand({ taskToken, output: `"${text(bytes)}"` }));

  await expect(succeed(LIMIT + 1)).rejects.toMatchObject(refused('output'));
  await succeed(LIMIT);

  expect(await end(arn)).toMatchObject({ status: 'SUCCEEDED', output: `"${text(LIMIT)}"` });
});

test('The error and the cause of a failure are limited', async () => {
  const { begin, calls, client } = await start({ states: { Do: wait() } });
  const executionArn = await begin();
  await vi.waitFor(() => expect(calls).toHaveBeenCalledOnce());
  const [taskToken] = tokensOf(calls);
  const long = { error: 'x'.repeat(257), cause: 'x'.repeat(32_769) };

  await expect(client.send(new SendTaskFailureCommand({ taskToken, error: long.error }))).rejects.toMatchObject(
    refused('error', 256),
  );
  await expect(client.send(new SendTaskFailureCommand({ taskToken, cause: long.cause }))).rejects.toMatchObject(
    refused('cause', 32_768),
  );
  await expect(client.send(new StopExecutionCommand({ executionArn, cause: long.cause }))).rejects.toMatchObject(
    refused('cause', 32_768),
  );
});
