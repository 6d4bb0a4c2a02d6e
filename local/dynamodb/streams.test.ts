import { expect, test } from 'vitest';
import type { Json } from './input.ts';
import { engineWithTable, keyOf, refusalOf, TABLE, type TestEngine } from './testing.ts';

const HOUR = 60 * 60 * 1_000;

type Rec = { eventName: string; userIdentity?: Json; dynamodb: Json };

/** The records from a place in the only shard on. */
function recordsOf({ engine, call }: TestEngine, more: Json = { ShardIteratorType: 'TRIM_HORIZON' }): Rec[] {
  const { Streams } = engine.call('ListStreams', {}).output as { Streams: { StreamArn: string }[] };
  const { StreamArn } = Streams[0] as { StreamArn: string };
  const { StreamDescription } = engine.call('DescribeStream', { StreamArn }).output as {
    StreamDescription: { Shards: { ShardId: string }[] };
  };
  const { ShardId } = StreamDescription.Shards[0] as { ShardId: string };
  const { ShardIterator } = call('GetShardIterator', { StreamArn, ShardId, ...more });
  return call('GetRecords', { ShardIterator }).Records as Rec[];
}

const put = ({ call }: TestEngine, sk: string, n: string, more = {}) =>
  call('PutItem', { Item: { ...keyOf(sk), n: { N: n }, ...more } });

test('Each change makes a record with its images, and a write that changes nothing makes none', () => {
  const made = engineWithTable();
  put(made, 'a', '1');
  put(made, 'a', '1.0');
  put(made, 'a', '2');
  made.call('DeleteItem', { Key: keyOf('a') });
  made.call('DeleteItem', { Key: keyOf('a') });

  const records = recordsOf(made);

  expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
  const image = (n: string) => ({ ...keyOf('a'), n: { N: n } });
  expect(records.map(({ dynamodb: { Keys, OldImage, NewImage } }) => [Keys, OldImage, NewImage])).toEqual([
    [keyOf('a'), undefined, image('1')],
    [keyOf('a'), image('1'), image('2')],
    [keyOf('a'), image('2'), undefined],
  ]);
});

test('A stream shows what its view has', () => {
  for (const [StreamViewType, members] of [
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
  ] as const) {
    const made = engineWithTable({ StreamSpecification: { StreamEnabled: true, StreamViewType } });
    put(made, 'a', '1');
    put(made, 'a', '2');
    const { dynamodb } = recordsOf(made)[1] as Rec;
    expect(Object.keys(dynamodb).filter((member) => member.endsWith('Image'))).toEqual(members);
  }
});

test('The changes of a transaction have records in its order, and those of a refused one have none', () => {
  const made = engineWithTable();
  const putOf = (sk: string, more = {}) => ({ Put: { TableName: 'things', Item: keyOf(sk), ...more } });
  made.call('TransactWriteItems', { TransactItems: [putOf('b'), putOf('a')] });
  expect(() =>
    made.call('TransactWriteItems', {
      TransactItems: [putOf('c'), putOf('a', { ConditionExpression: 'attribute_not_exists(pk)' })],
    }),
  ).toThrow('ConditionalCheckFailed');

  expect(recordsOf(made).map(({ dynamodb }) => dynamodb.Keys)).toEqual([keyOf('b'), keyOf('a')]);
});

test('A reader goes on after the record that it has, or begins with what comes next', () => {
  const made = engineWithTable();
  put(made, 'a', '1');
  put(made, 'b', '1');
  const [first] = recordsOf(made);

  const SequenceNumber = first?.dynamodb.SequenceNumber;
  const skOf = ({ dynamodb }: Rec) => (dynamodb.Keys as { sk: { S: string } }).sk.S;
  expect(recordsOf(made, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber }).map(skOf)).toEqual(['b']);
  expect(recordsOf(made, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber }).map(skOf)).toEqual(['a', 'b']);
  expect(recordsOf(made, { ShardIteratorType: 'LATEST' })).toEqual([]);
});

const SHARD = 'shardId-00000000000000000000-00000000';

test.each([
  ['no number', 'a'.repeat(21), 'Invalid SequenceNumber'],
  ['a number of another form', `2${'0'.repeat(20)}`, 'Invalid SequenceNumber'],
  ['a number with a fraction', `1${'0'.repeat(18)}.5`, 'Invalid SequenceNumber'],
  ['a number that is too large', `1${'9'.repeat(20)}`, 'Invalid SequenceNumber'],
  ['a number of another length', `1${'0'.repeat(25)}`, 'Invalid SequenceNumber'],
  ['a text that is too short', '5', "'5' at 'sequenceNumber' failed to satisfy constraint"],
  ['a text that is too long', '1'.repeat(41), 'Member must have length less than or equal to 40'],
  ['nothing', '', 'Member must have length greater than or equal to 21'],
  ['null', null, 'Member must not be null'],
])('A reader that begins at %s is refused, not led to the end', (_what, SequenceNumber, message) => {
  const made = engineWithTable();
  put(made, 'a', '1');

  for (const ShardIteratorType of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']) {
    expect(refusalOf(() => recordsOf(made, { ShardIteratorType, SequenceNumber }))).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  }
});

test('A shard that the stream lacks is not found, and a text that names no shard is refused', () => {
  const made = engineWithTable();
  const reading = (ShardId: string) => () => recordsOf(made, { ShardIteratorType: 'LATEST', ShardId });

  expect(reading(SHARD)()).toEqual([]);
  expect(refusalOf(reading(SHARD.replace(/0$/, '1'))).name).toBe('ResourceNotFoundException');
  expect(refusalOf(reading('shard')).message).toContain('Member must have length greater than or equal to 28');
});

test('The streams of all tables are listed when no table is named, or null', () => {
  const { engine, call } = engineWithTable();
  call('CreateTable', {
    ...{ TableName: 'more', BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] },
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
  const listed = (input: Json) =>
    (engine.call('ListStreams', input).output.Streams as { TableName: string }[]).map(({ TableName }) => TableName);

  expect(listed({})).toEqual([TABLE, 'more']);
  expect(listed({ TableName: null })).toEqual([TABLE, 'more']);
  expect(listed({ TableName: 'more' })).toEqual(['more']);
  expect(listed({ TableName: 'none' })).toEqual([]);
});

test('A record is kept for 24 hours', () => {
  const made = engineWithTable();
  put(made, 'a', '1');
  made.clock.now += 24 * HOUR;
  expect(recordsOf(made)).toHaveLength(1);
  made.clock.now += 1;
  expect(recordsOf(made)).toEqual([]);
});

test('An item is deleted once its time to live has passed by the clock, as DynamoDB itself', () => {
  const made = engineWithTable();
  made.call('UpdateTimeToLive', { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } });
  const second = Math.floor(made.clock.now / 1_000);
  put(made, 'a', '1', { ttl: { N: String(second + 60) } });
  put(made, 'text', '1', { ttl: { S: String(second - 60) } });
  put(made, 'ancient', '1', { ttl: { N: '1' } });

  made.clock.now += 60_000;
  expect(made.engine.expire()).toBe(0);
  made.clock.now += 1_000;
  expect(made.engine.expire()).toBe(1);

  expect(made.call('GetItem', { Key: keyOf('a') })).toEqual({});
  expect(recordsOf(made).at(-1)).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    dynamodb: { Keys: keyOf('a') },
  });
});

test('A global index is behind its table for the given time, and sees all changes after it', () => {
  const made = engineWithTable();
  const names = (name: string) =>
    made.call('Query', {
      IndexName: 'byName',
      KeyConditionExpression: '#name = :name',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':name': { S: name } },
    }).Count;
  put(made, 'a', '1', { name: { S: 'old' } });

  made.engine.store.indexLagMs = 1_000;
  put(made, 'a', '2', { name: { S: 'new' } });
  made.engine.store.indexLagMs = 0;
  put(made, 'b', '1', { name: { S: 'new' } });
  expect(['old', 'new'].map(names)).toEqual([1, 0]);
  expect(made.call('GetItem', { Key: keyOf('a') }).Item).toMatchObject({ name: { S: 'new' } });

  made.clock.now += 999;
  expect(['old', 'new'].map(names)).toEqual([1, 0]);
  made.clock.now += 1;
  expect(['old', 'new'].map(names)).toEqual([0, 2]);
});
