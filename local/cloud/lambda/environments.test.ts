import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder, writeBundle } from '../testing/assembly.ts';
import type { FromEnvironment } from './host/protocol.ts';
import { createHosts, type Hosts } from './hosts.ts';

const folder = temporaryFolder();
const started: Hosts[] = [];
afterEach(() => Promise.all(started.splice(0).map((hosts) => hosts.stop())));
afterAll(() => folder.remove());

/** One thread for all environments of a test. */
function oneThread(): Hosts {
  const hosts = createHosts({ apis: new Map(), count: 1 });
  started.push(hosts);
  return hosts;
}

let bundles = 0;

async function environment(hosts: Hosts, source: string) {
  bundles += 1;
  const settings = {
    ...{ functionName: 'f', functionArn: 'f', memoryMb: 128, handler: 'index.handler', jsonLogs: false },
    ...{ logGroupName: 'f', logStreamName: 'f', compileCacheDir: join(folder.path, 'cache') },
    taskRoot: writeBundle(folder.path, `bundle-${bundles}`, source),
  };
  const messages: FromEnvironment[] = [];
  const onMessage = (message: FromEnvironment) => messages.push(message);
  const seat = await hosts.start(settings, {}, { onMessage, onEnd: () => undefined });
  return {
    leave: seat.leave,
    /** Invokes it, and returns the first message of one of these kinds. */
    async invoke(...kinds: FromEnvironment['kind'][]) {
      seat.post({ requestId: 'r', event: '{}', clockOffset: 0, traceId: 't', deadline: Date.now() + 60_000 });
      return vi.waitUntil(() => messages.find(({ kind }) => kinds.includes(kind)), 10_000);
    },
  };
}

test.each([
  ['setInterval', 'setInterval(tick, 1);'],
  ['setTimeout', 'const again = () => { tick(); setTimeout(again, 1); }; again();'],
  ['setImmediate', 'const again = () => { tick(); setImmediate(again); }; again();'],
  ['node:timers', 'require("node:timers").setInterval(tick, 1);'],
  [
    'node:timers/promises',
    '(async () => { for (;;) { tick(); await require("node:timers/promises").setTimeout(1); } })();',
  ],
  [
    'promisify',
    'const wait = require("util").promisify(setTimeout); (async () => { for (;;) { tick(); await wait(1); } })();',
  ],
])('A timer of an environment that has ended has no effect any more: %s', async (name, statement) => {
  const written = join(folder.path, `${bundles}.txt`);
  const hosts = oneThread();
  const ended = await environment(
    hosts,
    `const tick = () => require('fs').appendFileSync(${JSON.stringify(written)}, 'x');
     exports.handler = async () => { ${statement} };`,
  );
  const other = await environment(
    hosts,
    `exports.handler = () => new Promise((done) => { let turns = 0; const turn = () => ++turns > 20 ? done() : setTimeout(turn, 1); turn(); });`,
  );
  await ended.invoke('answer');
  await vi.waitUntil(() => existsSync(written) && readFileSync(written).length > 1);

  ended.leave();
  // The thread handles messages in order, so the end comes before this call.
  await (await environment(hosts, 'exports.handler = async () => 1;')).invoke('answer');
  const { length } = readFileSync(written);
  await other.invoke('answer');

  expect(readFileSync(written).length, name).toBe(length);
});

test('Timers of an environment that lives have their values, their handles and Node’s own errors', async () => {
  const { invoke } = await environment(
    oneThread(),
    `const { setTimeout: wait } = require('node:timers/promises');
     exports.handler = async () => [
       await new Promise((done) => setTimeout(done, 1, 'later')),
       await wait(1, 'waited'),
       await require('util').promisify(setImmediate)('immediate'),
       typeof setTimeout(() => {}, 1).unref,
       (() => { try { setTimeout('code'); } catch (error) { return error.code; } })(),
     ];`,
  );

  expect(await invoke('answer', 'error')).toMatchObject({
    result: JSON.stringify(['later', 'waited', 'immediate', 'function', 'ERR_INVALID_ARG_TYPE']),
  });
});

test.each([
  ['process.kill(process.pid)', 143],
  ['process.kill(0, "SIGKILL")', 137],
  ['process.reallyExit(7)', 7],
])('%s ends its own environment and no other', async (statement, status) => {
  const hosts = oneThread();
  const bystander = await environment(hosts, 'exports.handler = async () => "alive";');
  const killed = await environment(hosts, `exports.handler = async () => { ${statement}; };`);

  expect(await killed.invoke('crash', 'answer', 'error')).toMatchObject({
    error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining(`exit status ${status}`) },
  });
  expect(await bystander.invoke('answer')).toMatchObject({ result: '"alive"' });
});

test('The trace of an error names the runtime by a path, not by its whole code', async () => {
  const { invoke } = await environment(oneThread(), 'exports.handler = async () => { throw new Error("no"); };');

  const trace = (await invoke('error')) as Extract<FromEnvironment, { kind: 'error' }>;

  expect(trace.error.trace.join('\n')).toContain('file:///var/runtime/index.mjs');
  expect(Math.max(...trace.error.trace.map((line) => line.length))).toBeLessThan(500);
});

test('A handler that takes a callback is refused, as the runtime of Node.js 24 does', async () => {
  const { invoke } = await environment(oneThread(), 'exports.handler = (event, context, done) => done(null, 1);');

  expect(await invoke('failed-init')).toMatchObject({ error: { errorType: 'Runtime.CallbackHandlerDeprecated' } });
});
