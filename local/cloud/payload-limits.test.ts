import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCloud } from './start.ts';
import { functionOf, synthesizeStack, temporaryFolder } from './testing/assembly.ts';

const MIB = 1_048_576;

/** Answers an HTTP call with so many bytes, and another call with a text that makes up as many. */
const sized = `let seen = 0;
exports.handler = async (event) => {
  if (event.requestContext) return { statusCode: 200, body: 'x'.repeat(Number(event.queryStringParameters.bytes)) };
  if (event.seen) return seen;
  seen += 1;
  return event.bytes === undefined ? null : 'x'.repeat(event.bytes - 2);
};`;

describe('a function', () => {
  const folder = temporaryFolder();
  let cloud: Awaited<ReturnType<typeof startCloud>>;

  beforeAll(async () => {
    const app = synthesizeStack(folder.path, (stack) => {
      const handler = functionOf(stack, folder.path, 'sized', sized, { memorySize: 512 });
      const integration = new HttpLambdaIntegration('Sized', handler, { scopePermissionToRoute: false });
      new HttpApi(stack, 'Api', { defaultIntegration: integration });
    });
    cloud = await startCloud({ app, retryDelayScale: 0, environmentsPerFunction: 1 });
  });
  afterAll(async () => {
    await cloud?.stop();
    folder.remove();
  });

  const seen = async () => (await cloud.invoke('sized', { seen: true })) as { payload: unknown };
  /** A payload of so many bytes of JSON. */
  const payload = (bytes: number) => ({ text: 'x'.repeat(bytes - Buffer.byteLength('{"text":""}')) });

  it('answers with at most 6,291,556 bytes, and fails with more after it has run', async () => {
    const { payload: before } = await seen();

    expect(await cloud.invoke('sized', { bytes: 6_291_556 })).toMatchObject({ ok: true });
    expect(await cloud.invoke('sized', { bytes: 6_291_557 })).toEqual({
      ok: false,
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect(await seen()).toMatchObject({ payload: Number(before) + 2 });
  });

  it('does not run for a request of more than 6 MB', async () => {
    const { payload: before } = await seen();

    expect(await cloud.invoke('sized', payload(6 * MIB))).toMatchObject({ ok: true });
    expect(await cloud.invoke('sized', payload(6 * MIB + 1))).toEqual({
      ok: false,
      errorType: 'Lambda.RequestTooLargeException',
      errorMessage: '6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)',
    });
    expect(await seen()).toMatchObject({ payload: Number(before) + 1 });
  });

  it('takes an asynchronous request of up to 1 MB', async () => {
    const { payload: before } = await seen();

    expect(() => cloud.lambda.invokeAsync('sized', payload(MIB + 1))).toThrow(
      '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
    );
    cloud.lambda.invokeAsync('sized', payload(MIB));

    await vi.waitFor(async () => expect(await seen()).toMatchObject({ payload: Number(before) + 1 }));
  });

  it('has its large answer replaced by a 500 of API Gateway', async () => {
    const small = await fetch(`${cloud.url}/?bytes=${6 * MIB - 100}`);
    const large = await fetch(`${cloud.url}/?bytes=${6 * MIB + 100}`);

    expect([small.status, (await small.text()).length]).toEqual([200, 6 * MIB - 100]);
    expect([large.status, await large.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('is not called for a body that is within API Gateway’s limit but above Lambda’s', async () => {
    const response = await fetch(`${cloud.url}/?bytes=1`, { method: 'POST', body: 'x'.repeat(6 * MIB) });

    expect([response.status, await response.json()]).toEqual([413, { message: 'Request Entity Too Large' }]);
  });
});
