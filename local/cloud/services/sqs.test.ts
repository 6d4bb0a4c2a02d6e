import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { openJournal } from '../journal.ts';
import { createSqs, type Sqs } from './sqs.ts';
import { fakeCloud, type Running, run } from './testing.ts';

let sqs: Sqs;
let running: Running;
let client: SQSClient;

beforeEach(async () => {
  sqs = createSqs({ faults: createFaultSwitch() });
  running = await run([sqs.service]);
  client = new SQSClient(running.client('SQS'));
});
afterEach(async () => {
  client.destroy();
  await running.stop();
});

const queue = (logicalId: string, properties = {}) =>
  running
    .create('AWS::SQS::Queue', properties, logicalId)
    .then(({ ref, attributes }) => ({ url: ref, arn: attributes?.Arn as string }));

test('A queue has AWS’s form of URL and attributes', async () => {
  const created = await running.create('AWS::SQS::Queue', { QueueName: 'mails', SqsManagedSseEnabled: true });

  expect(created.ref).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/mails$/);
  expect(created.attributes).toMatchObject({ Arn: 'arn:aws:sqs:eu-central-1:000000000000:mails', QueueName: 'mails' });
  expect(sqs.queues.arnOf(created.ref)).toBe(created.attributes?.Arn);
});

test('A message sent with the SDK is received as Lambda sees it', async () => {
  const { url, arn } = await queue('Mails');
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'test' } };
  const { MessageId } = await client.send(
    new SendMessageCommand({ QueueUrl: url, MessageBody: 'hello', MessageAttributes }),
  );

  const [record] = await sqs.queues.receive(arn);

  expect(record).toMatchObject({
    messageId: MessageId,
    body: 'hello',
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d{13}$/) },
    messageAttributes: { kind: { dataType: 'String', stringValue: 'test' } },
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: 'eu-central-1',
  });
});

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const MIB = 1_048_576;

test('A message is at most 1 MiB, its attributes included, and so is a batch', async () => {
  const { url: QueueUrl } = await queue('Mails');
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'ä' } };
  const counted = Buffer.byteLength('kindStringä');
  const send = (bytes: number) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(bytes - counted), MessageAttributes }));
  const sendTwo = (bytes: number) =>
    client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: 'x'.repeat(bytes / 2) },
          { Id: 'b', MessageBody: 'x'.repeat(bytes / 2 - counted), MessageAttributes },
        ],
      }),
    );

  await expect(send(MIB)).resolves.toMatchObject({ MessageId: expect.any(String) });
  await expect(send(MIB + 1)).rejects.toThrow(`Message must be shorter than ${MIB} bytes.`);
  await expect(sendTwo(MIB)).resolves.toMatchObject({ Successful: [{ Id: 'a' }, { Id: 'b' }] });
  await expect(sendTwo(MIB + 2)).rejects.toMatchObject({ name: 'BatchRequestTooLong' });
});

test('A queue may take smaller messages only', async () => {
  const { url: QueueUrl } = await queue('Mails', { MaximumMessageSize: 1_024 });
  const send = (bytes: number) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(bytes) }));

  await send(1_024);
  await expect(send(1_025)).rejects.toThrow('Message must be shorter than 1024 bytes.');
});

test('A waiting receiver gets a message at once, and a deleted message does not come back', async () => {
  const { arn } = await queue('Mails');
  const receiving = sqs.queues.receive(arn, { waitMs: 20_000 });

  await sqs.queues.send(arn, 'now');
  const records = await receiving;
  await sqs.queues.delete(
    arn,
    records.map(({ receiptHandle }) => receiptHandle),
  );

  expect(records.map(({ body }) => body)).toEqual(['now']);
  expect(await sqs.queues.depth(arn)).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
});

test('A message received too often goes to the dead-letter queue', async () => {
  const dead = await queue('Dead');
  const { arn } = await queue('Mails', { RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 } });
  await sqs.queues.send(arn, 'poison');

  for (let attempt = 0; attempt < 3; attempt++) {
    const [record] = await sqs.queues.receive(arn);
    if (record) await sqs.queues.changeVisibility(arn, record.receiptHandle, 0);
  }

  expect(await sqs.queues.depth(arn)).toMatchObject({ visible: 0, inFlight: 0 });
  expect((await sqs.queues.receive(dead.arn)).map(({ body }) => body)).toEqual(['poison']);
});

test('A message whose receiver disconnected meanwhile stays in the queue', async () => {
  const { arn } = await queue('Mails');
  const given = new AbortController();
  const receiving = sqs.queues.receive(arn, { waitMs: 20_000, signal: given.signal });
  given.abort();

  await sqs.queues.send(arn, 'still here');

  expect(await receiving).toEqual([]);
  expect(await sqs.queues.depth(arn)).toMatchObject({ visible: 1, inFlight: 0 });
});

test('Stopping ends a long poll', async () => {
  const { url } = await queue('Mails');
  const polling = client
    .send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }))
    .catch((error: unknown) => error);
  await new Promise((resolve) => setImmediate(resolve));

  await running.stop();

  await polling;
});

test('A bucket accepts objects from the SDK and from this process', async () => {
  const { ref, attributes } = await running.create('AWS::S3::Bucket', { BucketName: 'failures' });
  const s3 = new S3Client(running.client('S3'));
  await s3.send(new PutObjectCommand({ Bucket: ref, Key: 'a/b c.json', Body: '{"a":1}' }));
  await sqs.objects.put(attributes?.Arn as string, 'd.json', '{"d":1}');

  const object = await s3.send(new GetObjectCommand({ Bucket: ref, Key: 'd.json' }));

  expect(await object.Body?.transformToString()).toBe('{"d":1}');
  expect(await sqs.objects.list(ref)).toEqual(['a/b c.json', 'd.json']);
  expect(await sqs.objects.get(ref, 'a/b c.json')).toBe('{"a":1}');
  s3.destroy();
});

test('Messages that were acknowledged survive a kill, with their attributes and receive counts', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const startKept = async () => {
    const kept = createSqs({ faults: createFaultSwitch() });
    const cloud = await run([kept.service], fakeCloud({ dataDir, journal: openJournal(dataDir) }));
    onTestFinished(() => cloud.stop());
    const dead = await cloud.create('AWS::SQS::Queue', { QueueName: 'dead' });
    const RedrivePolicy = { deadLetterTargetArn: dead.attributes?.Arn, maxReceiveCount: 2 };
    const { attributes } = await cloud.create('AWS::SQS::Queue', { QueueName: 'mails', RedrivePolicy });
    return { ...kept, arn: attributes?.Arn as string, dead: dead.attributes?.Arn as string };
  };
  const first = await startKept();
  for (const body of ['done', 'in flight', 'ready'])
    await first.queues.send(first.arn, body, { attributes: { a: '1' } });
  const [done] = await first.queues.receive(first.arn, { max: 1 });
  await first.queues.delete(first.arn, [done?.receiptHandle ?? '']);
  await first.queues.receive(first.arn, { max: 1 });

  // The first run is not stopped: nothing of it is written at an end.
  const second = await startKept();

  const records = await second.queues.receive(second.arn, { visibilitySeconds: 0 });
  expect(records.map(({ body }) => body).sort()).toEqual(['in flight', 'ready']);
  const inFlight = records.find(({ body }) => body === 'in flight');
  expect(inFlight?.messageAttributes.a?.stringValue).toBe('1');
  expect(inFlight?.attributes.ApproximateReceiveCount).toBe('2');
  // Its third receipt is one too many.
  await second.queues.receive(second.arn, { visibilitySeconds: 0 });
  const third = await startKept();
  expect(third.queues.peek(third.dead, 10).map(({ body }) => body)).toEqual(['in flight']);
  expect(third.queues.peek(third.arn, 10).map(({ body }) => body)).toEqual(['ready']);
});

test('Objects that were acknowledged survive a kill, and deleted ones stay away', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const startKept = async () => {
    const kept = createSqs({ faults: createFaultSwitch() });
    const cloud = await run([kept.service], fakeCloud({ dataDir, journal: openJournal(dataDir) }));
    onTestFinished(() => cloud.stop());
    const { ref } = await cloud.create('AWS::S3::Bucket', { BucketName: 'failures' });
    const s3 = new S3Client(cloud.client('S3'));
    onTestFinished(() => s3.destroy());
    return { ...kept, ref, s3 };
  };
  const first = await startKept();
  await first.objects.put(first.ref, 'kept.json', '{"a":1}');
  await first.objects.put(first.ref, 'gone.json', '{}');
  await first.s3.send(new DeleteObjectCommand({ Bucket: first.ref, Key: 'gone.json' }));

  const second = await startKept();

  expect(await second.objects.list(second.ref)).toEqual(['kept.json']);
  expect(await second.objects.get(second.ref, 'kept.json')).toBe('{"a":1}');
});
