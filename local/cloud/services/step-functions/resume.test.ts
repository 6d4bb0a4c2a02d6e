import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Invoke } from '../../cloud.ts';
import { call, failed, ok, start, tokensOf, wait } from './testing.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
});

/** Never returns, as a function that runs when its machine dies. */
const hangs = () => new Promise<never>(() => {});
/** Answers by the name of the step, and hangs at the given ones. */
const steps =
  (...hanging: string[]): Invoke =>
  async (_, payload) => {
    const { step } = payload as { step: string };
    return hanging.includes(step) ? hangs() : ok(step);
  };
const step = (name: string, more: object) =>
  call({ Parameters: { FunctionName: '$' + '{Fn}', Payload: { step: name } }, ...more });
const called = (calls: { mock: { calls: unknown[][] } }) =>
  calls.mock.calls.map(([, payload]) => (payload as { step: string }).step);

// No first run is stopped: nothing of it is written at an end.

test('A workflow goes on at the step that a kill interrupted, and repeats none before it', async () => {
  const states = {
    Do: step('one', { End: undefined, Next: 'Two' }),
    Two: step('two', { End: undefined, Next: 'Three' }),
    Three: step('three', {}),
  };
  const first = await start({ states, dataDir, invoke: steps('two') });
  const arn = await first.begin({});
  await vi.waitFor(() => expect(called(first.calls)).toEqual(['one', 'two']));

  const second = await start({ states, dataDir, invoke: steps() });

  expect(await second.end(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"three"' });
  expect(called(second.calls)).toEqual(['two', 'three']);
});

test('A token that was given out before a kill completes its task after it', async () => {
  const first = await start({ states: { Do: wait() }, dataDir });
  const arn = await first.begin({});
  await vi.waitFor(() => expect(first.calls).toHaveBeenCalledOnce());
  // Its function has returned: only the token is missing.
  await new Promise(setImmediate);

  const second = await start({ states: { Do: wait() }, dataDir });
  const [taskToken] = tokensOf(first.calls);
  await second.client.send(new SendTaskSuccessCommand({ taskToken, output: '{"paid":true}' }));

  expect(await second.end(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"paid":true}' });
  expect(second.calls).not.toHaveBeenCalled();
});

test('A function that a kill interrupted before it returned gets the same token again', async () => {
  const first = await start({ states: { Do: wait() }, dataDir, invoke: hangs });
  const arn = await first.begin({});
  await vi.waitFor(() => expect(first.calls).toHaveBeenCalledOnce());

  const second = await start({ states: { Do: wait() }, dataDir });

  await vi.waitFor(() => expect(tokensOf(second.calls)).toEqual(tokensOf(first.calls)));
  await second.client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(first.calls)[0], output: '1' }));
  expect(await second.end(arn)).toMatchObject({ output: '1' });
});

test('A token’s answer that was acknowledged is not asked for again', async () => {
  const states = { Do: wait({ End: undefined, Next: 'Two' }), Two: step('two', {}) };
  const first = await start({
    states,
    dataDir,
    invoke: async (_, payload) => ('step' in (payload as object) ? hangs() : ok(null)),
  });
  const arn = await first.begin({});
  await vi.waitFor(() => expect(first.calls).toHaveBeenCalledOnce());
  await first.client.send(new SendTaskSuccessCommand({ taskToken: tokensOf(first.calls)[0], output: '{}' }));

  const second = await start({ states, dataDir, invoke: steps() });

  expect(await second.end(arn)).toMatchObject({ output: '"two"' });
  expect(called(second.calls)).toEqual(['two']);
});

test('The attempts of a retried step are counted over a kill', async () => {
  const Retry = [{ ErrorEquals: ['Busy'], MaxAttempts: 2, IntervalSeconds: 1 }];
  const states = { Do: call({ Retry }) };
  let attempts = 0;
  const first = await start({
    ...{ states, dataDir },
    invoke: async () => {
      attempts += 1;
      return attempts === 1 ? failed('Busy') : hangs();
    },
  });
  const arn = await first.begin({});
  await vi.waitFor(() => expect(attempts).toBe(2));

  const second = await start({ states, dataDir, invoke: async () => failed('Busy') });

  expect(await second.end(arn)).toMatchObject({ status: 'FAILED', error: 'Busy' });
  expect(second.calls).toHaveBeenCalledTimes(2);
});

test('Of parallel branches, only those that had not ended run again', async () => {
  const branch = (name: string) => ({ StartAt: name, States: { [name]: step(name, {}) } });
  const states = { Do: { Type: 'Parallel', Branches: [branch('fast'), branch('slow')], End: true } };
  const first = await start({ states, dataDir, invoke: steps('slow') });
  const arn = await first.begin({});
  await vi.waitFor(() => expect(called(first.calls).sort()).toEqual(['fast', 'slow']));

  const second = await start({ states, dataDir, invoke: steps() });

  expect(await second.end(arn)).toMatchObject({ output: '["fast","slow"]' });
  expect(called(second.calls)).toEqual(['slow']);
});

test('The time limit of a waiting task goes on while nothing runs, by the clock of the cloud', async () => {
  let now = 1_000_000_000_000;
  const clock = { now: () => now };
  const first = await start({ states: { Do: wait() }, dataDir, clock });
  const arn = await first.begin({});
  await vi.waitFor(() => expect(first.calls).toHaveBeenCalledOnce());
  now += 61_000;

  const second = await start({ states: { Do: wait() }, dataDir, clock });

  expect(await second.end(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
});

test('An execution that has ended is still known by its name and its output', async () => {
  const first = await start({ dataDir });
  const arn = await first.begin({ a: 1 }, 'order-1');
  const { output } = await first.end(arn);

  const second = await start({ dataDir });

  expect(await second.describe(arn)).toMatchObject({ status: 'SUCCEEDED', output });
  await expect(second.begin({ a: 2 }, 'order-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  expect(second.calls).not.toHaveBeenCalled();
});
