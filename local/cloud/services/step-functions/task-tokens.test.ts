import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Invoke } from '../../cloud.ts';
import { done, failed, ok, start, tokensOf, wait } from './testing.ts';

test('A task waits for its token and returns the output sent with it', async () => {
  const { begin, end, calls, client, describe } = await start({ states: { Do: wait() } });
  const arn = await begin({}, 'ord_1');
  await vi.waitFor(() => expect(calls).toHaveBeenCalled());
  expect((await describe(arn)).status).toBe('RUNNING');

  const [taskToken] = tokensOf(calls);
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"paid":true}' }));

  expect(await end(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"paid":true}' });
  expect(calls.mock.calls[0]?.[1]).toMatchObject({ name: 'ord_1' });
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

test('A task that exceeds its timeout raises States.Timeout, and its token is void from then on', async () => {
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

test('A task without heartbeats in time fails, with them it continues', async () => {
  const { begin, end, calls, client } = await start({
    states: { Do: wait({ HeartbeatSeconds: 1, TimeoutSeconds: 20 }) },
  });
  const [silent, alive] = [await begin(), await begin()];
  await vi.waitFor(() => expect(calls).toHaveBeenCalledTimes(2));
  const taskToken = tokensOf(calls)[1];
  const beating = setInterval(() => void client.send(new SendTaskHeartbeatCommand({ taskToken })).catch(() => {}), 300);
  onTestFinished(() => clearInterval(beating));

  expect(await end(silent)).toMatchObject({ error: 'States.HeartbeatTimeout' });
  await client.send(new SendTaskSuccessCommand({ taskToken, output: '"alive"' }));
  expect(await end(alive)).toMatchObject({ output: '"alive"' });
});

test('A malformed token and an unknown one get different errors', async () => {
  const { client } = await start({});
  const send = (taskToken: string) => client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));

  await expect(send('rubbish')).rejects.toMatchObject({ name: 'InvalidToken' });
  await expect(send(`AQ${'x'.repeat(86)}`)).rejects.toMatchObject({ name: 'TaskDoesNotExist' });
});
