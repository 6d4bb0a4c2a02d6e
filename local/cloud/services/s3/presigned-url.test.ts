import { GetObjectCommand, PutObjectCommand, type PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaultSwitch } from '../../faults/switch.ts';
import { createSqs } from '../sqs.ts';
import { fakeCloud, type Running, run } from '../testing.ts';

let running: Running;
let client: S3Client;
let Bucket: string;
let aheadMs: number;
/** A key whose every part needs encoding. */
const Key = 'a folder/ü+1=2&(x).csv';

beforeEach(async () => {
  aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  running = await run([createSqs({ faults: createFaultSwitch() }).service], fakeCloud({ clock }));
  client = new S3Client({ ...running.client('S3'), requestChecksumCalculation: 'WHEN_REQUIRED' });
  Bucket = (await running.create('AWS::S3::Bucket', { BucketName: 'imports' })).ref;
});
afterEach(async () => {
  client.destroy();
  await running.stop();
});

type Options = Parameters<typeof getSignedUrl>[2];

const putUrl = (input: Partial<PutObjectCommandInput> = {}, options: Options = {}) =>
  getSignedUrl(client, new PutObjectCommand({ Bucket, Key, ...input }), options);
const getUrl = (options: Options = {}) => getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), options);
const put = (url: string, headers: Record<string, string> = {}, body = 'a,b') =>
  ask(url, { method: 'PUT', headers, body });

async function ask(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  const text = await response.text();
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1];
  return { status: response.status, text, code: element('Code'), message: element('Message'), element };
}

const changed = (url: string, name: string, value: string | undefined): string => {
  const parsed = new URL(url);
  if (value === undefined) parsed.searchParams.delete(name);
  else parsed.searchParams.set(name, value);
  return parsed.href;
};

test('Presigned URLs store an object and read it, also in the session of a function', async () => {
  const inSession = new S3Client({
    ...running.client('S3'),
    credentials: { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'local' },
  });
  const url = await getSignedUrl(inSession, new GetObjectCommand({ Bucket, Key }));
  inSession.destroy();

  expect(await put(await putUrl())).toMatchObject({ status: 200 });
  expect(await ask(await getUrl())).toMatchObject({ status: 200, text: 'a,b' });
  expect(await ask(url)).toMatchObject({ status: 200, text: 'a,b' });
  expect(await ask(changed(url, 'X-Amz-Security-Token', 'stolen'))).toMatchObject({
    status: 400,
    code: 'InvalidToken',
  });
});

test('A presigned URL is refused after it has expired by the clock of the cloud', async () => {
  const url = await putUrl({}, { expiresIn: 60 });
  aheadMs = 61_000;

  const { status, code, message, element } = await put(url);

  expect([status, code, message]).toEqual([403, 'AccessDenied', 'Request has expired']);
  expect([element('X-Amz-Expires'), element('Expires')]).toEqual(['60', expect.stringMatching(/Z$/)]);
});

test('A presigned URL is refused before the time of its signature', async () => {
  const url = await getUrl({ signingDate: new Date(Date.now() + 3_600_000) });

  expect(await ask(url)).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Request is not yet valid' });
});

test('A presigned URL is good for its method, object and parameters only', async () => {
  const url = await getUrl();
  await put(await putUrl());

  const refused = [
    await put(url),
    await ask(url, { method: 'DELETE' }),
    await ask(url.replace('a%20folder', 'other')),
    await ask(changed(url, 'X-Amz-Expires', '901')),
    await ask(changed(url, 'response-content-type', 'text/html')),
    await ask(changed(url, 'X-Amz-Signature', '0'.repeat(64))),
  ];

  expect(refused.map(({ status, code }) => `${status} ${code}`)).toEqual(
    refused.map(() => '403 SignatureDoesNotMatch'),
  );
  expect((await ask(url)).text).toBe('a,b');
});

test('The signed type and length of an upload are those of its request', async () => {
  const typed = await putUrl({ ContentType: 'text/csv' }, { signableHeaders: new Set(['host', 'content-type']) });
  const sized = await putUrl({ ContentLength: 3 });

  expect((await put(typed, { 'content-type': 'text/csv' })).status).toBe(200);
  expect((await put(typed, { 'content-type': 'text/html' })).code).toBe('SignatureDoesNotMatch');
  expect((await put(sized)).status).toBe(200);
  expect((await put(sized, {}, 'longer')).code).toBe('SignatureDoesNotMatch');
});

test('A header of S3 must be among the signed ones', async () => {
  const { status, code, element } = await put(await putUrl(), { 'x-amz-meta-shop': 'one' });

  expect([status, code, element('HeadersNotSigned')]).toEqual([403, 'AccessDenied', 'x-amz-meta-shop']);
});

test('A signature that lacks a part, or has one that cannot be right, is refused for it', async () => {
  const url = await getUrl();
  const scope = (region: string) =>
    `local/${new Date().toISOString().slice(0, 10).replaceAll('-', '')}/${region}/s3/aws4_request`;
  const refused = async (name: string, value?: string) => (await ask(changed(url, name, value))).message;

  expect(await refused('X-Amz-SignedHeaders')).toContain('Query-string authentication version 4 requires');
  expect(await refused('X-Amz-Credential', scope('us-east-1'))).toBe(
    "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
  );
  expect(await refused('X-Amz-Expires', '604801')).toContain('must be less than a week');
  expect(await refused('X-Amz-Date', 'yesterday')).toContain('must be in the ISO8601 Long Format');
  expect(await ask(changed(url, 'X-Amz-Credential', scope('eu-central-1').replace('local', 'other')))).toMatchObject({
    ...{ status: 403, code: 'InvalidAccessKeyId' },
  });
});

test('A request without any signature is refused', async () => {
  const url = `${running.url('S3')}/${Bucket}/new.csv`;

  expect(await put(url)).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' });
  expect(await ask(url)).toMatchObject({ status: 403, code: 'AccessDenied' });
});
