import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Cloud, InvocationResult } from '../cloud.ts';
import { createFaultSwitch } from '../faults/switch.ts';
import { memoryJournal } from '../journal.ts';
import { temporaryFolder, writeBundle } from '../testing/assembly.ts';
import { createLambda, type LambdaOptions, type LambdaService } from './service.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('a Lambda function', () => {
  const lambdas: LambdaService[] = [];
  afterEach(async () => {
    await Promise.all(lambdas.splice(0).map((lambda) => lambda.stop()));
  });

  let bundles = 0;
  const sent: { queueArn: string; body: string }[] = [];

  const faults = createFaultSwitch();

  async function deploy(
    source: string,
    properties: Record<string, unknown> = {},
    options: Partial<LambdaOptions> = {},
    clock: Cloud['clock'] = Date,
  ): Promise<LambdaService> {
    bundles += 1;
    const directory = writeBundle(folder.path, `bundle-${bundles}`, source);
    const lambda = createLambda({
      faults,
      assets: new Map([['code.zip', directory]]),
      endpoints: () => ({ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' }),
      apis: new Map(),
      destinations: {
        queues: { send: async (queueArn, body) => sent.push({ queueArn, body }) },
        objects: { put: async () => undefined },
      },
      compileCacheDir: `${folder.path}/cache`,
      environmentsPerFunction: 2,
      retryDelayScale: 0,
      verbose: false,
      ...options,
    });
    lambdas.push(lambda);
    const cloud: Cloud = {
      ...{ region: 'eu-central-1', accountId: '000000000000', clock, dataDir: undefined, journal: memoryJournal() },
      log: () => undefined,
      invoke: lambda.invoke,
    };
    await lambda.start(cloud);
    const base = { FunctionName: 'f', Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { S3Key: 'code.zip' } };
    const resource = { stack: 's', logicalId: 'F', type: 'AWS::Lambda::Function' };
    await lambda.types['AWS::Lambda::Function']?.create({ ...resource, properties: { ...base, ...properties } }, cloud);
    return lambda;
  }

  const payloadOf = (result: InvocationResult): unknown => (result.ok ? result.payload : result);

  it('stays warm: the next call finds the state that the last one left', async () => {
    const lambda = await deploy('let calls = 0; exports.handler = async () => ++calls;');

    const results = [await lambda.invoke('f', {}), await lambda.invoke('f', {})];

    expect(results.map(payloadOf)).toEqual([1, 2]);
  });

  it('is found by its ARN as well, and its context is Lambda’s', async () => {
    const lambda = await deploy(
      `exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), event });`,
      { MemorySize: 256, Timeout: 7 },
    );

    const result = await lambda.invoke('arn:aws:lambda:eu-central-1:000000000000:function:f', { at: new Date(0) });

    const payload = payloadOf(result) as { left: number };
    expect(payload).toMatchObject({
      functionName: 'f',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
      logGroupName: '/aws/lambda/f',
      event: { at: '1970-01-01T00:00:00.000Z' },
    });
    expect(payload.left).toBeGreaterThan(6_000);
    expect(payload.left).toBeLessThanOrEqual(7_000);
  });

  it('reports an error by its name, message and trace, and stays usable', async () => {
    const lambda = await deploy(`class InsufficientStock extends Error { name = 'InsufficientStock'; }
      exports.handler = async (event) => { if (event.bad) throw new InsufficientStock('none left'); return 'fine'; };`);

    const failed = await lambda.invoke('f', { bad: true });
    const next = await lambda.invoke('f', {});

    expect(failed).toMatchObject({ ok: false, errorType: 'InsufficientStock', errorMessage: 'none left' });
    expect(!failed.ok && failed.trace?.[0]).toBe('InsufficientStock: none left');
    expect(next).toEqual({ ok: true, payload: 'fine' });
  });

  it('is ended after its timeout, even in a busy loop, and starts afresh', async () => {
    const lambda = await deploy('exports.handler = async (event) => { while (event.loop); return "fresh"; };', {
      Timeout: 1,
    });

    const late = await lambda.invoke('f', { loop: true });
    const next = await lambda.invoke('f', {});

    expect(late).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
    expect(!late.ok && late.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 1\.00 seconds$/);
    expect(next).toEqual({ ok: true, payload: 'fresh' });
  });

  it.each([
    ['process.exit(3)', 'Runtime.ExitError', /exit status 3/],
    ['setImmediate(() => { throw new RangeError("stray"); }); await new Promise(() => {})', 'RangeError', /stray/],
    [
      'Promise.reject(new Error("lost")); await new Promise(() => {})',
      'Runtime.UnhandledPromiseRejection',
      /Error: lost/,
    ],
  ])('that runs into %s ends its environment with %s', async (statement, errorType, message) => {
    const lambda = await deploy(
      `exports.handler = async (event) => { if (event.bad) { ${statement} } return 'next'; };`,
    );

    const result = await lambda.invoke('f', { bad: true });
    const next = await lambda.invoke('f', {});

    expect(result).toMatchObject({ ok: false, errorType, errorMessage: expect.stringMatching(message) });
    expect(next).toEqual({ ok: true, payload: 'next' });
  });

  it.each([
    ['exports.other = 1;', 'Runtime.HandlerNotFound'],
    ['require("./nowhere");', 'Runtime.ImportModuleError'],
    ['throw new TypeError("at load");', 'TypeError'],
  ])('that cannot load (%s) fails with %s', async (source, errorType) => {
    const lambda = await deploy(source);

    expect(await lambda.invoke('f', {})).toMatchObject({ ok: false, errorType });
  });

  it('runs one invocation per environment at a time, and calls beyond the cap wait in order', async () => {
    const lambda = await deploy(`let busy = 0; let id = Math.random();
      exports.handler = async () => { busy += 1; const seen = busy; await new Promise((go) => setTimeout(go, 60)); busy -= 1;
        return { seen, id }; };`);

    const results = await Promise.all(Array.from({ length: 10 }, () => lambda.invoke('f', {})));

    const payloads = results.map(payloadOf) as { seen: number; id: number }[];
    expect(new Set(payloads.map(({ seen }) => seen))).toEqual(new Set([1]));
    expect(new Set(payloads.map(({ id }) => id)).size).toBe(2);
  });

  it('starts no environment for calls that one is about to be free for', async () => {
    const lambda = await deploy('const id = Math.random(); exports.handler = async () => id;');
    await lambda.invoke('f', {});

    // Timers stand still, so a busy machine cannot use up the patience of a waiting call.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const results = await Promise.all(Array.from({ length: 5 }, () => lambda.invoke('f', {})));

    expect(new Set(results.map(payloadOf)).size).toBe(1);
  });

  it('never runs a call that was aborted while it waited', async () => {
    const lambda = await deploy(
      `let calls = 0; exports.handler = async (event) => { calls += 1;
        await new Promise((go) => setTimeout(go, event.wait)); return calls; };`,
      { ReservedConcurrentExecutions: 1 },
    );
    const giveUp = new AbortController();

    const first = lambda.invoke('f', { wait: 50 });
    const second = lambda.invoke('f', { wait: 0 }, giveUp.signal);
    giveUp.abort();

    expect(await second).toMatchObject({ ok: false });
    expect(await first).toEqual({ ok: true, payload: 1 });
    expect(await lambda.invoke('f', { wait: 0 })).toEqual({ ok: true, payload: 2 });
  });

  it('finishes running calls on the old code when the code is renewed, and runs the next on the new', async () => {
    const source = (code: string) =>
      `exports.handler = async ({ wait }) => { await new Promise((go) => setTimeout(go, wait)); return '${code}'; };`;
    const lambda = await deploy(source('old'));
    const directory = join(folder.path, `bundle-${bundles}`);
    await Promise.all([lambda.invoke('f', { wait: 0 }), lambda.invoke('f', { wait: 150 })]);

    const running = lambda.invoke('f', { wait: 150 });
    writeBundle(folder.path, `bundle-${bundles}`, source('young'));
    const renewed = lambda.renew(directory);
    const next = await lambda.invoke('f', { wait: 0 });

    expect(renewed).toEqual(['f']);
    expect(payloadOf(next)).toBe('young');
    expect(payloadOf(await running)).toBe('old');
    expect(payloadOf(await lambda.invoke('f', { wait: 0 }))).toBe('young');
  });

  it('sees its own variables and Lambda’s, none of the machine’s', async () => {
    const lambda = await deploy('exports.handler = async () => process.env;', {
      Environment: { Variables: { TABLE: 'things', AWS_REGION: 'mars' } },
    });

    const environment = payloadOf(await lambda.invoke('f', {})) as Record<string, string>;

    expect(environment).toMatchObject({
      TABLE: 'things',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1',
      AWS_SDK_UA_APP_ID: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
    });
    expect(environment.HOME).toBeUndefined();
    expect(environment.PATH).toBeUndefined();
  });

  it('reads the time of the cloud’s clock', async () => {
    const later = { now: () => Date.now() + 86_400_000 };
    const lambda = await deploy(
      'exports.handler = async () => [Date.now(), new Date().getTime(), new Date(5).getTime()];',
      {},
      {},
      later,
    );

    const [now, made, fixed] = payloadOf(await lambda.invoke('f', {})) as number[];

    expect(now).toBeGreaterThan(Date.now() + 86_000_000);
    expect(made).toBeGreaterThan(Date.now() + 86_000_000);
    expect(fixed).toBe(5);
  });

  it('keeps its log lines in Lambda’s format', async () => {
    const lambda = await deploy('exports.handler = async () => { console.log("hello %d", 1); };');
    await lambda.invoke('f', {});

    await expect.poll(() => lambda.logs().f).toEqual([expect.stringMatching(/^\S+Z\t[0-9a-f-]{36}\tINFO\thello 1$/)]);
  });

  it('obeys faults: refused before, its result lost after, killed in between', async () => {
    const lambda = await deploy(`let calls = 0; exports.handler = async (event) => { calls += 1;
      if (event.slow) await new Promise((go) => setTimeout(go, 2000)); return calls; };`);
    faults.add({ service: 'lambda', function: 'f', when: 'before', times: 1 });
    faults.add({ service: 'lambda', when: 'after', error: 'Lambda.SdkClientException', times: 1 });
    faults.add({ service: 'lambda', eventContains: '"slow"', when: 'kill', delayMs: 30, times: 1 });

    const before = await lambda.invoke('f', {});
    const after = await lambda.invoke('f', {});
    const counted = await lambda.invoke('f', {});
    const killed = await lambda.invoke('f', { slow: true });

    expect(before).toMatchObject({ ok: false, errorType: 'Lambda.ServiceException' });
    expect(after).toMatchObject({ ok: false, errorType: 'Lambda.SdkClientException' });
    expect(counted).toEqual({ ok: true, payload: 2 });
    expect(killed).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    expect(faults.list()).toEqual([]);
  });

  it('can run twice for one event, and be throttled', async () => {
    const lambda = await deploy('let calls = 0; exports.handler = async () => { calls += 1; return calls; };');
    faults.add({ service: 'lambda', function: 'f', when: 'duplicate' });
    faults.add({ service: 'lambda', function: 'f', when: 'throttle' });

    expect(await lambda.invoke('f', {})).toEqual({ ok: true, payload: 2 });
    expect(await lambda.invoke('f', {})).toMatchObject({ ok: false, errorType: 'Lambda.TooManyRequestsException' });
    expect(await lambda.invoke('f', {})).toEqual({ ok: true, payload: 3 });
  });

  it('retries an asynchronous event to three attempts, then sends it to the failure destination with its payload', async () => {
    const lambda = await deploy('exports.handler = async () => { throw new Error("no"); };', {
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-central-1:000000000000:dead' },
    });

    lambda.invokeAsync('f', { id: 1 });

    await expect
      .poll(() => sent)
      .toEqual([{ queueArn: 'arn:aws:sqs:eu-central-1:000000000000:dead', body: '{"id":1}' }]);
    expect(await lambda.inspect?.()).toMatchObject([{ name: 'f', invocations: 3, errors: 3 }]);
  });
});
