import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { memoryJournal, openJournal } from '../journal.ts';
import { createDynamoDb } from './dynamodb/index.ts';
import type { StreamReader } from './handles.ts';
import { fakeCloud, run } from './testing.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(dataDir?: string) {
  const dynamoDb = createDynamoDb({ faults: createFaultSwitch() });
  const running = await run(
    [dynamoDb.service],
    fakeCloud({ journal: dataDir === undefined ? memoryJournal() : openJournal(dataDir) }),
  );
  const { attributes } = await running.create('AWS::DynamoDB::Table', {
    TableName: 'orders',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const client = new DynamoDBClient(running.client('DYNAMODB'));
  const stop = async () => {
    client.destroy();
    await running.stop();
  };
  cleanups.push(stop);
  const put = (pk: string, n = 0) =>
    client.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: pk }, n: { N: String(n) } } }));
  return { streams: dynamoDb.streams, streamArn: attributes?.StreamArn as string, client, put, stop };
}

async function readAll(reader: StreamReader, count: number) {
  const records = [];
  while (records.length < count) {
    await reader.waitForRecords();
    records.push(...(await reader.read(100)));
  }
  return records;
}

test('A reader gets each change in order, in Lambda’s shape', async () => {
  const { streams, streamArn, client, put } = await start();
  const reader = streams.open(streamArn, { readerName: 'publisher', from: 'TRIM_HORIZON' });
  await put('a', 1);
  await put('a', 2);
  await client.send(new DeleteItemCommand({ TableName: 'orders', Key: { pk: { S: 'a' } } }));

  const records = await readAll(reader, 3);

  expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  expect(records[1]).toMatchObject({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    eventSourceARN: streamArn,
    dynamodb: {
      Keys: { pk: { S: 'a' } },
      OldImage: { pk: { S: 'a' }, n: { N: '1' } },
      NewImage: { pk: { S: 'a' }, n: { N: '2' } },
      SequenceNumber: expect.any(String),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
      ApproximateCreationDateTime: expect.any(Number),
    },
  });
});

test('A write that changes nothing makes no record', async () => {
  const { streams, streamArn, put } = await start();
  const reader = streams.open(streamArn, { readerName: 'publisher', from: 'TRIM_HORIZON' });
  await put('a', 1);
  await put('a', 1);
  await put('b', 1);

  const records = await readAll(reader, 2);

  expect(records.map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(['a', 'b']);
});

test('A reader returns to its checkpoint and moves no other reader', async () => {
  const { streams, streamArn, put } = await start();
  const one = streams.open(streamArn, { readerName: 'one', from: 'TRIM_HORIZON' });
  const two = streams.open(streamArn, { readerName: 'two', from: 'TRIM_HORIZON' });
  await put('a');
  await readAll(one, 1);
  await one.commit();
  await put('b');
  await readAll(one, 1);

  one.rewind();

  const keys = async (reader: StreamReader, count: number) =>
    (await readAll(reader, count)).map(({ dynamodb }) => dynamodb?.Keys?.pk?.S);
  expect(await keys(one, 1)).toEqual(['b']);
  expect(await keys(two, 2)).toEqual(['a', 'b']);
});

test('A reader from LATEST sees only the writes after it was opened, also after a rewind', async () => {
  const { streams, streamArn, put } = await start();
  await put('before');
  const reader = streams.open(streamArn, { readerName: 'late', from: 'LATEST' });
  await reader.read(1);
  await put('after');
  await readAll(reader, 1);

  reader.rewind();

  expect((await readAll(reader, 1)).map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(['after']);
});

test('A write wakes a waiting reader', async () => {
  const { streams, streamArn, put } = await start();
  const reader = streams.open(streamArn, { readerName: 'publisher', from: 'TRIM_HORIZON' });
  const waiting = reader.waitForRecords();

  await put('a');

  await waiting;
  expect(await reader.read(10)).toHaveLength(1);
});

test('With a data directory a reader continues after its checkpoint', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  const first = await start(dataDir);
  const reader = first.streams.open(first.streamArn, { readerName: 'publisher', from: 'TRIM_HORIZON' });
  await first.put('done');
  await readAll(reader, 1);
  await reader.commit();
  await first.put('open');
  await first.stop();

  const second = await start(dataDir);
  cleanups.unshift(() => rm(dataDir, { recursive: true, force: true }));
  const again = second.streams.open(second.streamArn, { readerName: 'publisher', from: 'TRIM_HORIZON' });

  expect((await readAll(again, 1)).map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(['open']);
});
