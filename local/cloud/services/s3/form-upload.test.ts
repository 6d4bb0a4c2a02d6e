import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaultSwitch, type FaultSwitch } from '../../faults/switch.ts';
import { createSqs } from '../sqs.ts';
import { fakeCloud, type Running, run } from '../testing.ts';

let running: Running;
let client: S3Client;
let Bucket: string;
let aheadMs: number;
let faults: FaultSwitch;

beforeEach(async () => {
  aheadMs = 0;
  const clock = { now: () => Date.now() + aheadMs };
  faults = createFaultSwitch();
  running = await run([createSqs({ faults }).service], fakeCloud({ clock }));
  client = new S3Client(running.client('S3'));
  Bucket = (await running.create('AWS::S3::Bucket', { BucketName: 'imports' })).ref;
});
afterEach(async () => {
  client.destroy();
  await running.stop();
});

interface Changed {
  readonly fields?: Readonly<Record<string, string | undefined>>;
  readonly content?: string | Uint8Array<ArrayBuffer>;
  readonly bucket?: string;
}

/** Uploads with a form as a browser does, in which some fields are changed or left out. */
async function upload(options: Partial<PresignedPostOptions> = {}, { fields, content = 'a,b', bucket }: Changed = {}) {
  const post = await createPresignedPost(client, { Bucket, Key: 'new.csv', ...options });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...post.fields, ...fields })) {
    if (value !== undefined) form.append(name, value);
  }
  form.append('file', new File([content], 'list.csv'));
  const url = bucket === undefined ? post.url : post.url.replace(Bucket, bucket);
  const response = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  return { status: response.status, headers: response.headers, xml: await response.text() };
}

const element = (name: string, xml: string): string | undefined =>
  new RegExp(`<${name}>(.*?)</${name}>`).exec(xml)?.[1];
const errorOf = ({ status, xml }: { status: number; xml: string }) => ({
  ...{ status, code: element('Code', xml) },
  message: element('Message', xml)?.replaceAll('&quot;', '"'),
});
const objectOf = (Key: string) => client.send(new GetObjectCommand({ Bucket, Key }));
const textOf = async (Key: string) => (await objectOf(Key)).Body?.transformToString();
const denied = (message: string) => ({ status: 403, code: 'AccessDenied', message });

test('A form that its policy allows is stored, bytes and metadata included', async () => {
  const content = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const Fields = { 'Content-Type': 'text/csv', 'x-amz-meta-shop': 'one' };

  const { status } = await upload({ Fields }, { content });

  expect(status).toBe(204);
  expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'new.csv' }))).toMatchObject({
    ...{ ContentType: 'text/csv', ContentLength: 256, Metadata: { shop: 'one' } },
  });
  expect(await (await objectOf('new.csv')).Body?.transformToByteArray()).toEqual(content);
});

test('The name of the file replaces its placeholder in the key', async () => {
  const { status } = await upload({ Key: 'uploads/$' + '{filename}' });

  expect(status).toBe(204);
  expect(await textOf('uploads/list.csv')).toBe('a,b');
});

test('A form answers with the status or the address that it asks for', async () => {
  const success_action_redirect = 'http://shop.example/done';

  const created = await upload({ Fields: { success_action_status: '201' } });
  const moved = await upload({ Fields: { success_action_redirect } });

  expect([created.status, element('Key', created.xml)]).toEqual([201, 'new.csv']);
  expect([moved.status, moved.headers.get('location')]).toEqual([303, expect.stringContaining('done?bucket=imports')]);
});

test('Names of fields are the same in any case', async () => {
  const Fields = { 'content-type': 'text/csv' };

  const { status } = await upload({ Fields });

  expect(status).toBe(204);
  expect((await objectOf('new.csv')).ContentType).toBe('text/csv');
});

test('A form with the session of a function is stored, and one with another session is refused', async () => {
  const form = async (sessionToken: string) => {
    const other = new S3Client({
      ...running.client('S3'),
      credentials: { accessKeyId: 'local', secretAccessKey: 'local', sessionToken },
    });
    const { url, fields } = await createPresignedPost(other, { Bucket, Key: 'new.csv' });
    other.destroy();
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...fields, file: 'a' })) body.append(name, value);
    return fetch(url, { method: 'POST', body });
  };

  expect((await form('local')).status).toBe(204);
  expect(element('Code', await (await form('stolen')).text())).toBe('InvalidToken');
});

test('A form is refused after its policy has expired by the clock of the cloud', async () => {
  aheadMs = 61_000;

  const answer = await upload({ Expires: 60 });

  expect(errorOf(answer)).toEqual(denied('Invalid according to Policy: Policy expired.'));
  await expect(objectOf('new.csv')).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('A form with another policy or signature than the signed one is refused', async () => {
  const { fields } = await createPresignedPost(client, { Bucket, Key: 'other.csv' });

  const policy = await upload({}, { fields: { Policy: fields.Policy } });
  const signature = await upload({}, { fields: { 'X-Amz-Signature': '0'.repeat(64) } });

  expect(errorOf(policy)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
  expect(element('StringToSign', policy.xml)).toBe(fields.Policy);
  expect(errorOf(signature)).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
});

test('A form without a signature is anonymous, and one that lacks a part of it learns which', async () => {
  const anonymous = Object.fromEntries(
    ['Algorithm', 'Credential', 'Date', 'Signature'].map((x) => [`X-Amz-${x}`, undefined]),
  );
  const message = (name: string) =>
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;

  expect(errorOf(await upload({}, { fields: anonymous }))).toEqual(denied('Access Denied'));
  for (const name of ['X-Amz-Signature', 'X-Amz-Date', 'Policy', 'key']) {
    const answer = await upload({}, { fields: { [name]: undefined } });
    expect(errorOf(answer)).toEqual({ status: 400, code: 'InvalidArgument', message: message(name) });
  }
});

test('A form that was signed with an unknown key or for another region is refused', async () => {
  const credential = (scope: string) => ({ fields: { 'X-Amz-Credential': scope } });

  const key = await upload({}, credential('other/20260101/eu-central-1/s3/aws4_request'));
  const region = await upload({}, credential('local/20260101/us-east-1/s3/aws4_request'));

  expect(errorOf(key)).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
  expect(errorOf(region)).toEqual({
    ...{ status: 400, code: 'InvalidArgument' },
    message: "the region 'us-east-1' is wrong; expecting 'eu-central-1'",
  });
});

test('A form whose key, type or bucket is not the policy’s is refused', async () => {
  await running.create('AWS::S3::Bucket', { BucketName: 'other' }, 'Other');
  const Fields = { 'Content-Type': 'text/csv' };
  const failed = (condition: string) => denied(`Invalid according to Policy: Policy Condition failed: ${condition}`);

  expect(errorOf(await upload({}, { fields: { key: 'other.csv' } }))).toEqual(failed('["eq", "$key", "new.csv"]'));
  expect(errorOf(await upload({ Fields }, { fields: { 'Content-Type': 'text/html' } }))).toEqual(
    failed('["eq", "$Content-Type", "text/csv"]'),
  );
  expect(errorOf(await upload({}, { bucket: 'other' }))).toEqual(failed('["eq", "$bucket", "imports"]'));
});

test('A field must start with what its condition says, and be there', async () => {
  const options: Partial<PresignedPostOptions> = { Conditions: [['starts-with', '$Content-Type', 'image/']] };
  const message = 'Invalid according to Policy: Policy Condition failed: ["starts-with", "$Content-Type", "image/"]';

  expect((await upload(options, { fields: { 'Content-Type': 'image/png' } })).status).toBe(204);
  expect((await upload(options, { fields: { 'Content-Type': 'image/png,image/gif' } })).status).toBe(204);
  expect(errorOf(await upload(options, { fields: { 'Content-Type': 'text/csv' } }))).toEqual(denied(message));
  expect(errorOf(await upload(options))).toEqual(denied(message));
});

test('A field that no condition covers is refused, unless its name says that it is ignored', async () => {
  const extra = await upload({}, { fields: { 'x-amz-meta-Shop': 'one' } });
  const ignored = await upload({}, { fields: { 'x-ignore-me': 'one' } });

  expect(errorOf(extra)).toEqual(denied('Invalid according to Policy: Extra input fields: x-amz-meta-Shop'));
  expect(ignored.status).toBe(204);
});

test('A file is between the sizes that the policy says, inclusively', async () => {
  const options: Partial<PresignedPostOptions> = { Conditions: [['content-length-range', 2, 4]] };
  const sized = (size: number) => upload(options, { content: 'x'.repeat(size) });

  expect([(await sized(2)).status, (await sized(4)).status]).toEqual([204, 204]);
  const large = await sized(5);
  expect(errorOf(large)).toMatchObject({ status: 400, code: 'EntityTooLarge' });
  expect([element('ProposedSize', large.xml), element('MaxSizeAllowed', large.xml)]).toEqual(['5', '4']);
  const small = await sized(1);
  expect(errorOf(small)).toMatchObject({ status: 400, code: 'EntityTooSmall' });
  expect(element('MinSizeAllowed', small.xml)).toBe('2');
});

test('A form without a file, with too much before it, or of another type is refused', async () => {
  const { url, fields } = await createPresignedPost(client, { Bucket, Key: 'new.csv' });
  const post = async (body: FormData | URLSearchParams) => {
    const response = await fetch(url, { method: 'POST', body });
    return errorOf({ status: response.status, xml: await response.text() });
  };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const long = await upload({}, { fields: { 'x-ignore-me': 'x'.repeat(20_480) } });

  expect(await post(form)).toEqual({
    ...{ status: 400, code: 'InvalidArgument', message: 'POST requires exactly one file upload per request.' },
  });
  expect(errorOf(long)).toMatchObject({ status: 400, code: 'MaxPostPreDataLengthExceeded' });
  expect(await post(new URLSearchParams(fields))).toMatchObject({ status: 412, code: 'PreconditionFailed' });
});

test('A fault can hit an upload by its name', async () => {
  faults.add({ service: 's3', operation: 'PostObject', when: 'throttle' });

  expect(errorOf(await upload())).toMatchObject({ code: 'SlowDown' });
  expect((await upload()).status).toBe(204);
});
