import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from './input.ts';
import { engineWithTable, keyOf, refusalOf } from './testing.ts';

/** Names that every JavaScript object seems to have. */
const KNOWN = [...Object.getOwnPropertyNames(Object.prototype), 'length', 'prototype'];

const SHARD = 'shardId-00000000000000000000-00000000';

/** As JSON gives it: an assignment would set the prototype instead. */
const named = (name: string, value: unknown): Json => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`);

test.each(KNOWN)('An attribute named %s is there only if it was written, and then everywhere', (name) => {
  const { call, engine, entries } = engineWithTable();
  const ExpressionAttributeNames = { '#n': name };
  const exists = (path: string) =>
    call('Scan', { FilterExpression: `attribute_exists(${path})`, ExpressionAttributeNames }).Count;
  call('PutItem', { Item: { ...keyOf('a'), things: { M: {} } } });

  expect([exists('#n'), exists('things.#n')]).toEqual([0, 0]);
  const update = {
    Key: keyOf('a'),
    UpdateExpression: 'SET #n = if_not_exists(#n, :one), things.#n = if_not_exists(things.#n, :two)',
    ExpressionAttributeNames,
    ExpressionAttributeValues: { ':one': { S: '1' }, ':two': { S: '2' } },
    ReturnValues: 'ALL_NEW',
  };
  const whole = { ...keyOf('a'), things: { M: named(name, { S: '2' }) }, ...named(name, { S: '1' }) };
  expect(JSON.parse(JSON.stringify(call('UpdateItem', update).Attributes))).toEqual(whole);
  expect(Object.hasOwn(call('GetItem', { Key: keyOf('a') }).Item as Json, name)).toBe(true);

  const projected = call('GetItem', {
    Key: keyOf('a'),
    ProjectionExpression: '#n, things.#n',
    ExpressionAttributeNames,
  });
  expect(projected.Item).toEqual({ things: { M: named(name, { S: '2' }) }, ...named(name, { S: '1' }) });
  expect([exists('#n'), exists('things.#n')]).toEqual([1, 1]);

  const kept = engineWithTable().engine;
  kept.store.drop('things');
  for (const entry of JSON.parse(JSON.stringify(entries))) kept.store.restore(entry);
  expect(kept.call('GetItem', { TableName: 'things', Key: keyOf('a') }).output.Item).toEqual(
    engine.call('GetItem', { TableName: 'things', Key: keyOf('a') }).output.Item,
  );

  call('UpdateItem', { Key: keyOf('a'), UpdateExpression: 'REMOVE #n', ExpressionAttributeNames });
  expect(exists('#n')).toBe(0);
});

test.each(KNOWN)('An attribute named %s goes through batches, transactions and streams', (name) => {
  const { call, engine } = engineWithTable();
  const Item = { ...keyOf('a'), ...named(name, { M: named(name, { S: '1' }) }) };
  const other = { ...keyOf('b'), ...named(name, { S: '2' }) };
  const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  call('BatchWriteItem', { RequestItems: { things: [{ PutRequest: { Item } }] } });
  call('TransactWriteItems', {
    TransactItems: [
      { Put: { TableName: 'things', Item: other } },
      {
        ConditionCheck: {
          ...{ TableName: 'things', Key: keyOf('a'), ConditionExpression: '#n.#n = :one' },
          ...{ ExpressionAttributeNames: { '#n': name }, ExpressionAttributeValues: { ':one': { S: '1' } } },
        },
      },
    ],
  });

  const { Responses } = call('BatchGetItem', { RequestItems: { things: { Keys: [keyOf('a')] } } });
  expect(asJson(Responses)).toEqual({ things: [Item] });
  const read = call('TransactGetItems', { TransactItems: [{ Get: { TableName: 'things', Key: keyOf('b') } }] });
  expect(asJson(read.Responses)).toEqual([{ Item: other }]);

  const refused = refusalOf(() =>
    call('TransactWriteItems', {
      TransactItems: [
        {
          Delete: {
            ...{ TableName: 'things', Key: keyOf('b'), ConditionExpression: 'attribute_not_exists(#n)' },
            ...{ ExpressionAttributeNames: { '#n': name }, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
          },
        },
      ],
    }),
  );
  expect(asJson(refused.details)).toMatchObject({ CancellationReasons: [{ Item: other }] });

  const { Streams } = engine.call('ListStreams', {}).output as { Streams: Json[] };
  const StreamArn = Streams[0]?.StreamArn;
  const { ShardIterator } = call('GetShardIterator', { StreamArn, ShardId: SHARD, ShardIteratorType: 'TRIM_HORIZON' });
  const { Records } = call('GetRecords', { ShardIterator }) as { Records: { dynamodb: Json }[] };
  expect(asJson(Records.map(({ dynamodb }) => dynamodb.NewImage))).toEqual([Item, other]);
});

test.each(KNOWN)('A table named %s is there only if it was made, in batches too', (name) => {
  const { call } = engineWithTable();
  const write = () => call('BatchWriteItem', { RequestItems: named(name, [{ PutRequest: { Item: keyOf('a') } }]) });
  const isName = name.length >= 3 && /^[\w.-]+$/.test(name);
  expect(refusalOf(write).name).toMatch(isName ? /^(ResourceNotFound|Validation)Exception$/ : /Exception$/);

  call('CreateTable', {
    ...{ TableName: name, BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] },
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  });
  write();

  const { Responses } = call('BatchGetItem', { RequestItems: named(name, { Keys: [{ pk: keyOf('a').pk }] }) });
  expect(JSON.parse(JSON.stringify(Responses))).toEqual(named(name, [keyOf('a')]));
});

test.each(KNOWN)('A table whose key is named %s holds its items, and refuses one without the key', (name) => {
  const { call } = engineWithTable();
  call('CreateTable', {
    ...{ TableName: 'named', BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: name, AttributeType: 'S' }],
  });
  call('PutItem', { TableName: 'named', Item: named(name, { S: 'a' }) });

  expect(call('GetItem', { TableName: 'named', Key: named(name, { S: 'a' }) }).Item).toEqual(named(name, { S: 'a' }));
  expect(call('Scan', { TableName: 'named', Limit: 1 }).LastEvaluatedKey).toEqual(named(name, { S: 'a' }));
  expect(() => call('PutItem', { TableName: 'named', Item: { other: { S: 'a' } } })).toThrow('Missing the key');
});

test('Functions and operations have only their own names', () => {
  const { call } = engineWithTable();
  expect(() => call('Scan', { FilterExpression: 'toString(a)' })).toThrow('Invalid function name; function: toString');
  expect(() => call('UpdateItem', { Key: keyOf('a'), UpdateExpression: 'SET a = valueOf(b)' })).toThrow(
    'Invalid function name; function: valueOf',
  );
  expect(() => call('constructor', {})).toThrow(expect.objectContaining({ name: 'UnknownOperationException' }));
  expect(() => call('ExecuteStatement', {})).toThrow('The local engine does not offer ExecuteStatement');
});

const OPERATIONS: Readonly<Record<string, Json>> = {
  GetItem: {
    Key: keyOf('a'),
    ProjectionExpression: '#a',
    ExpressionAttributeNames: { '#a': 'a' },
    ConsistentRead: true,
  },
  PutItem: { Item: keyOf('a'), ConditionExpression: 'attribute_not_exists(pk)', ReturnValues: 'NONE' },
  UpdateItem: { Key: keyOf('a'), UpdateExpression: 'SET a = :a', ExpressionAttributeValues: { ':a': { S: 'x' } } },
  DeleteItem: { Key: keyOf('a') },
  Query: {
    ...{
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'p' } },
      Limit: 1,
      Select: 'COUNT',
    },
    ...{ IndexName: null, ScanIndexForward: false, ExclusiveStartKey: keyOf('a') },
  },
  Scan: { FilterExpression: 'attribute_exists(a)', TotalSegments: 1, Segment: 0 },
  BatchGetItem: { RequestItems: { things: { Keys: [keyOf('a')] } } },
  BatchWriteItem: { RequestItems: { things: [{ PutRequest: { Item: keyOf('a') } }] } },
  TransactWriteItems: {
    TransactItems: [{ Put: { TableName: 'things', Item: keyOf('a') } }],
    ClientRequestToken: 'token',
  },
  TransactGetItems: { TransactItems: [{ Get: { TableName: 'things', Key: keyOf('a') } }] },
  CreateTable: {
    ...{ TableName: 'more', BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] },
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'one',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  },
  DescribeTable: {},
  DeleteTable: {},
  ListTables: { Limit: 1, ExclusiveStartTableName: 'a' },
  UpdateTimeToLive: { TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } },
  ListStreams: {},
  DescribeStream: { StreamArn: 'arn:aws:dynamodb' },
  GetShardIterator: { StreamArn: 'arn:aws:dynamodb', ShardId: 'shard', ShardIteratorType: 'LATEST' },
  GetRecords: { ShardIterator: 'iterator' },
};

/** Where members are: the paths of a value and of all in it. */
const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))
    : []),
];

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = replaced(copy[name], rest, by);
  return copy;
}

const CASES = Object.entries(OPERATIONS).flatMap(([operation, input]) =>
  pathsOf({ TableName: 'things', ...input })
    .filter((path) => path.length > 0)
    .map((path) => [operation, path, input] as const),
);

test('A member of any wrong type is refused with an error of DynamoDB, in every operation', () => {
  const wrong = fc.oneof(
    fc.constantFrom<unknown>(5, -1, 1.5, true, false, '', ' ', 'x', {}, [], null, [null], { a: null }, [[]]),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...CASES), wrong, ([operation, path, input], by) => {
      const { engine } = engineWithTable();
      try {
        engine.call(operation, replaced({ TableName: 'things', ...input }, path, by) as Json);
      } catch (error) {
        expect({ operation, path, by, name: (error as Error).name, message: (error as Error).message }).toMatchObject({
          name: expect.stringMatching(/^[A-Z]\w+(Exception)$/),
        });
      }
    }),
    { numRuns: 4_000 },
  );
});
