import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, expect, test } from 'vitest';
import { createFaultSwitch } from '../../faults/switch.ts';
import { memoryJournal, openJournal } from '../../journal.ts';
import { CLIENT, fakeCloud, type Running, run } from '../testing.ts';
import { createDynamoDb, type DynamoDb, startDynamoDb, type TableDefinition } from './index.ts';

const TABLE = {
  TableName: 'stock',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
} as const satisfies TableDefinition;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: { now?: () => number; dataDir?: string } = {}) {
  const faults = createFaultSwitch();
  const dynamoDb: DynamoDb = createDynamoDb({ faults });
  const journal = options.dataDir === undefined ? memoryJournal() : openJournal(options.dataDir);
  const clock = { now: options.now ?? (() => Date.now()) };
  const running: Running = await run([dynamoDb.service], fakeCloud({ clock, journal }));
  cleanups.push(() => running.stop());
  const client = new DynamoDBClient(running.client('DYNAMODB'));
  cleanups.push(() => client.destroy());
  return { running, dynamoDb, client, faults };
}

const put = (pk: string, more = {}) => new PutItemCommand({ TableName: 'stock', Item: { pk: { S: pk }, ...more } });
const add = (pk: string) => ({
  Update: {
    TableName: 'stock',
    Key: { pk: { S: pk } },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  },
});
const transact = (...pks: string[]) => new TransactWriteItemsCommand({ TransactItems: pks.map(add) });
const reasonOf = (result: PromiseSettledResult<unknown>) => (result.status === 'rejected' ? result.reason : undefined);

test('A table of CDK TableV2 is created with its index and has AWS’s form of Ref and attributes', async () => {
  const { running, client } = await start();

  const created = await running.create('AWS::DynamoDB::GlobalTable', {
    ...TABLE,
    TableName: undefined,
    AttributeDefinitions: ['pk', 'gsi1pk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    Replicas: [{ Region: 'eu-central-1', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
  });

  expect(created.ref).toMatch(/^Test-Thing-[0-9A-F]{12}$/);
  expect(created.attributes?.Arn).toBe(`arn:aws:dynamodb:eu-central-1:000000000000:table/${created.ref}`);
  expect(created.attributes?.StreamArn).toMatch(/\/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
  const scan = await client.send(new ScanCommand({ TableName: created.ref, IndexName: 'gsi1' }));
  expect(scan.Items).toEqual([]);
});

test.each([
  ['in a text', { a: { S: '\ud800' } }],
  ['in a text deep inside', { a: { M: { b: { L: [{ S: 'x\udc00x' }] } } } }],
  ['in the name of an attribute', { '\ud800': { S: 'x' } }],
  ['in the name of a member', { a: { M: { '\udfff': { S: 'x' } } } }],
])('Half of a surrogate pair %s is refused, and nothing is stored', async (_where, more) => {
  const { running, client } = await start();
  await running.create('AWS::DynamoDB::Table', { ...TABLE, BillingMode: 'PAY_PER_REQUEST' });

  await expect(client.send(put('a', more))).rejects.toMatchObject({ name: 'SerializationException' });

  expect((await client.send(new ScanCommand({ TableName: 'stock' }))).Count).toBe(0);
});

test('A body that is not UTF-8 is refused', async () => {
  const { running } = await start();

  const answer = await fetch(String(running.client('DYNAMODB').endpoint), {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  });

  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'SerializationException']);
});

test.each(['😀', '\\ud800', '\u0000', '\uffff', '\ufffd'])('The text %j is stored as it is', async (S) => {
  const { running, client } = await start();
  await running.create('AWS::DynamoDB::Table', { ...TABLE, BillingMode: 'PAY_PER_REQUEST' });

  await client.send(put('a', { [`n${S}`]: { S } }));

  const { Item } = await client.send(new GetItemCommand({ TableName: 'stock', Key: { pk: { S: 'a' } } }));
  expect(Item).toEqual({ pk: { S: 'a' }, [`n${S}`]: { S } });
});

test('Overlapping transactions on one item are done or refused as a whole, and the refused ones name the item', async () => {
  const { running, client } = await start();
  await running.create('AWS::DynamoDB::Table', TABLE);

  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => client.send(transact(`own-${index}`, 'shared'))),
  );

  const refused = results.map(reasonOf).filter((reason) => reason !== undefined);
  for (const error of refused as TransactionCanceledException[]) {
    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect(error.CancellationReasons?.map(({ Code }) => Code)).toEqual(['None', 'TransactionConflict']);
    expect(error.message).toContain('[None, TransactionConflict]');
  }
  const shared = await client.send(new GetItemCommand({ TableName: 'stock', Key: { pk: { S: 'shared' } } }));
  expect(shared.Item?.n?.N).toBe(String(20 - refused.length));
});

test('Transactions on different items do not disturb each other', async () => {
  const { running, client } = await start();
  await running.create('AWS::DynamoDB::Table', TABLE);

  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => client.send(transact(`item-${index}`))),
  );

  expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
});

test('An item is removed once its time to live has passed by the clock of the cloud, and not before', async () => {
  let now = 1_000_000_000_000;
  const { running, client, dynamoDb } = await start({ now: () => now });
  await running.create('AWS::DynamoDB::Table', {
    ...TABLE,
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  });
  await client.send(put('short', { ttl: { N: '1000000060' } }));
  await client.send(put('for-ever'));

  expect(dynamoDb.expire()).toBe(0);
  now += 61_000;
  expect(dynamoDb.expire()).toBe(1);

  const { Items } = await client.send(new ScanCommand({ TableName: 'stock' }));
  expect(Items).toEqual([{ pk: { S: 'for-ever' } }]);
});

test('With a data directory the items outlive a restart, and a changed key is refused', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
  const first = await start({ dataDir });
  await first.running.create('AWS::DynamoDB::Table', TABLE);
  await first.client.send(put('kept'));
  await first.running.stop();

  const second = await start({ dataDir });
  await second.running.create('AWS::DynamoDB::Table', TABLE);

  const { Items } = await second.client.send(new ScanCommand({ TableName: 'stock' }));
  expect(Items).toEqual([{ pk: { S: 'kept' } }]);
  const changed = { ...TABLE, KeySchema: [{ AttributeName: 'other', KeyType: 'HASH' }] };
  const attributes = { AttributeDefinitions: [{ AttributeName: 'other', AttributeType: 'S' }] };
  await expect(second.running.create('AWS::DynamoDB::Table', { ...changed, ...attributes })).rejects.toThrow(
    'another key',
  );
});

test('An injected lost reply leaves the write done and the caller with an error', async () => {
  const { running, client, faults } = await start();
  await running.create('AWS::DynamoDB::Table', TABLE);
  faults.add({ service: 'dynamodb', operation: 'PutItem', when: 'drop-reply', times: 1 });

  await expect(client.send(put('a'))).rejects.toThrow();

  const { Item } = await client.send(new GetItemCommand({ TableName: 'stock', Key: { pk: { S: 'a' } } }));
  expect(Item).toBeDefined();
});

test('An injected conflict cancels a transaction with its reasons, and refuses a single write', async () => {
  const { running, client, faults } = await start();
  await running.create('AWS::DynamoDB::Table', TABLE);
  faults.add({ service: 'dynamodb', when: 'conflict', times: 2 });

  await expect(client.send(transact('a', 'b'))).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  });
  await expect(client.send(put('a'))).rejects.toMatchObject({ name: 'TransactionConflictException' });

  const { Items } = await client.send(new ScanCommand({ TableName: 'stock' }));
  expect(Items).toEqual([]);
});

test('An injected stale index shows a write later than the table, by the clock of the cloud', async () => {
  let now = 1_000_000_000_000;
  const { running, client, faults } = await start({ now: () => now });
  await running.create('AWS::DynamoDB::Table', {
    ...TABLE,
    AttributeDefinitions: ['pk', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'kinds',
        KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  faults.add({ service: 'dynamodb', when: 'stale-index', delayMs: 5_000 });
  await client.send(put('a', { kind: { S: 'shirt' } }));
  const inIndex = async () => {
    const { Count } = await client.send(new ScanCommand({ TableName: 'stock', IndexName: 'kinds' }));
    return Count;
  };

  expect((await client.send(new ScanCommand({ TableName: 'stock' }))).Count).toBe(1);
  expect(await inIndex()).toBe(0);
  now += 5_000;
  expect(await inIndex()).toBe(1);
});

test('What a call acknowledged is there after a kill, streams and checkpoints included', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
  const streaming = { ...TABLE, StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } };
  const first = await start({ dataDir });
  const created = await first.running.create('AWS::DynamoDB::Table', streaming);
  const streamArn = created.attributes?.StreamArn as string;
  const reader = first.dynamoDb.streams.open(streamArn, { readerName: 'publisher', from: 'TRIM_HORIZON' });
  await first.client.send(put('read'));
  await reader.read(10);
  await reader.commit();
  await first.client.send(transact('a', 'b'));

  // The first run goes on without being stopped: nothing of it is written at an end.
  const second = await start({ dataDir });
  await second.running.create('AWS::DynamoDB::Table', streaming);

  const { Items } = await second.client.send(new ScanCommand({ TableName: 'stock' }));
  expect(Items?.map(({ pk }) => pk?.S).sort()).toEqual(['a', 'b', 'read']);
  const again = second.dynamoDb.streams.open(streamArn, { readerName: 'publisher', from: 'TRIM_HORIZON' });
  expect((await again.read(10)).map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(['a', 'b']);
});

test('A store test gets its tables from one call', async () => {
  const dynamo = await startDynamoDb({ tables: [TABLE] });
  cleanups.push(() => dynamo.stop());
  const client = new DynamoDBClient({ ...CLIENT, endpoint: dynamo.endpoint });
  cleanups.push(() => client.destroy());

  await client.send(transact('a', 'b'));

  const { Count } = await client.send(new ScanCommand({ TableName: 'stock' }));
  expect(Count).toBe(2);
});
