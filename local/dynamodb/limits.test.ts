import { expect, test } from 'vitest';
import { engineWithTable, keyOf, refusalOf, TABLE } from './testing.ts';

const KB = 1_024;
const KEYS = {
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
};
/** The bytes of an item without its filling: `pk`, `sk`, the names and the keys. */
const filled = (sk: string, bytes: number) => {
  const rest = Buffer.byteLength(`pkpsk${sk}a`);
  return { ...keyOf(sk), a: { S: 'x'.repeat(bytes - rest) } };
};

test('An item may have 400 KB, names included, and not a byte more', () => {
  const { call } = engineWithTable();
  call('PutItem', { Item: filled('a', 400 * KB) });
  expect(refusalOf(() => call('PutItem', { Item: filled('a', 400 * KB + 1) }))).toMatchObject({
    name: 'ValidationException',
    message: 'Item size has exceeded the maximum allowed size',
  });
  const growing = () =>
    call('UpdateItem', {
      Key: keyOf('a'),
      UpdateExpression: 'SET b = :b',
      ExpressionAttributeValues: { ':b': { S: 'y' } },
    });
  expect(refusalOf(growing).message).toBe('Item size to update has exceeded the maximum allowed size');
  expect(call('GetItem', { Key: keyOf('a') }).Item).toEqual(filled('a', 400 * KB));
});

test('A partition key may have 2048 bytes, and a sort key 1024', () => {
  const { call } = engineWithTable();
  call('PutItem', { Item: keyOf('s'.repeat(1_024), 'p'.repeat(2_048)) });
  expect(refusalOf(() => call('PutItem', { Item: keyOf('s', 'p'.repeat(2_049)) })).message).toContain(
    'Size of hashkey has exceeded the maximum size limit of2048 bytes',
  );
  expect(refusalOf(() => call('GetItem', { Key: keyOf('é'.repeat(513)) })).message).toContain(
    'Size of rangekey has exceeded the maximum size limit of 1024 bytes',
  );
});

const puts = (count: number, bytes = 100) =>
  Array.from({ length: count }, (_, index) => ({ Put: { TableName: TABLE, Item: filled(String(index), bytes) } }));

test('A transaction may have 100 actions', () => {
  const { call } = engineWithTable();
  call('TransactWriteItems', { TransactItems: puts(100) });
  expect(refusalOf(() => call('TransactWriteItems', { TransactItems: puts(101) })).message).toContain(
    'Member must have length less than or equal to 100',
  );
});

test('The items of a transaction may have 4 MB together, and none is written of more', () => {
  const { call, engine } = engineWithTable();
  expect(refusalOf(() => call('TransactWriteItems', { TransactItems: puts(11, 400 * KB) })).message).toContain('4 MB');
  expect(engine.store.table(TABLE).items.count).toBe(0);
  call('TransactWriteItems', { TransactItems: puts(10, 400 * KB) });
  expect(engine.store.table(TABLE).items.count).toBe(10);
});

test('A page ends with the item that takes it over 1 MB', () => {
  const { call } = engineWithTable();
  for (const sk of ['a', 'b', 'c', 'd', 'e']) call('PutItem', { Item: filled(sk, 300 * KB) });
  const query = (more = {}) =>
    call('Query', {
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'p' } },
      Select: 'COUNT',
      ...more,
    });

  const first = query();
  expect(first).toMatchObject({ Count: 4, LastEvaluatedKey: keyOf('d') });
  const second = query({ ExclusiveStartKey: first.LastEvaluatedKey });
  expect(second.Count).toBe(1);
  expect(second.LastEvaluatedKey).toBeUndefined();
});

test('A batch reads 16 MB, and gives back the keys of the rest', () => {
  const { call } = engineWithTable();
  const all = Array.from({ length: 50 }, (_, index) => String(index).padStart(2, '0'));
  for (const sk of all) call('PutItem', { Item: filled(sk, 400 * KB) });

  const { Responses, UnprocessedKeys } = call('BatchGetItem', {
    RequestItems: { [TABLE]: { Keys: all.map((sk) => keyOf(sk)) } },
  }) as Record<string, Record<string, never[] & { Keys: never[] }>>;

  const [read, left] = [Responses?.[TABLE]?.length ?? 0, UnprocessedKeys?.[TABLE]?.Keys.length ?? 0];
  expect(read).toBe(40);
  expect(left).toBe(10);
});

test('A batch writes 25 items and reads 100', () => {
  const { call } = engineWithTable();
  const write = (count: number) =>
    call('BatchWriteItem', {
      RequestItems: { [TABLE]: puts(count).map(({ Put: { Item } }) => ({ PutRequest: { Item } })) },
    });
  write(25);
  expect(refusalOf(() => write(26)).message).toContain('Member must have length less than or equal to 25');
  const read = (count: number) =>
    call('BatchGetItem', {
      RequestItems: { [TABLE]: { Keys: Array.from({ length: count }, (_, index) => keyOf(String(index))) } },
    });
  read(100);
  expect(refusalOf(() => read(101)).message).toContain('Member must have length less than or equal to 100');
});

test('An expression may have 4 KB', () => {
  const { call } = engineWithTable();
  const condition = (length: number) =>
    call('PutItem', { Item: keyOf('a'), ConditionExpression: 'attribute_not_exists(pk)'.padEnd(length) });
  condition(4_096);
  expect(refusalOf(() => condition(4_097)).message).toBe(
    'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
  );
});

test('Values may be nested 32 levels deep', () => {
  const { call } = engineWithTable();
  const nested = (levels: number): object => (levels === 0 ? { S: 'x' } : { L: [nested(levels - 1)] });
  call('PutItem', { Item: { ...keyOf('a'), a: nested(32) } });
  expect(refusalOf(() => call('PutItem', { Item: { ...keyOf('a'), a: nested(33) } })).message).toContain(
    'Nesting Levels have exceeded supported limits',
  );
});

test.each([
  [
    'IN with 101 operands',
    'Scan',
    { FilterExpression: `a IN (${Array.from({ length: 101 }, () => ':v').join(',')})` },
    'too many operands',
  ],
  ['a projection of a count', 'Scan', { Select: 'COUNT', ProjectionExpression: 'a' }, 'choosing to get only the Count'],
  ['a blank update', 'UpdateItem', { Key: keyOf('a'), UpdateExpression: ' ' }, 'The expression can not be empty'],
  [
    'a blank condition',
    'UpdateItem',
    { Key: keyOf('a'), ConditionExpression: '\n' },
    'The expression can not be empty',
  ],
  ['a blank projection', 'GetItem', { Key: keyOf('a'), ProjectionExpression: ' ' }, 'The expression can not be empty'],
  [
    'more than 300 operators in an update',
    'UpdateItem',
    {
      Key: keyOf('a'),
      UpdateExpression: `SET ${Array.from({ length: 301 }, (_, index) => `a${index}=b+:v`).join(',')}`,
    },
    'Invalid UpdateExpression: The expression contains too many operators; operator count: 301',
  ],
  [
    'more than 300 operators in a filter, logical ones included',
    'Scan',
    { FilterExpression: Array.from({ length: 151 }, () => 'a<:v').join(' OR ') },
    'Invalid FilterExpression: The expression contains too many operators; operator count: 301',
  ],
  [
    'far more than 300 operators in a condition',
    'PutItem',
    { Item: keyOf('a'), ConditionExpression: Array.from({ length: 400 }, () => 'a<:v').join(' OR ') },
    'Invalid ConditionExpression: The expression contains too many operators; operator count: 301',
  ],
  [
    'more than 300 operators in the condition of an action',
    'TransactWriteItems',
    {
      TransactItems: [
        { Delete: { TableName: TABLE, Key: keyOf('a'), ConditionExpression: `${'NOT '.repeat(300)}contains(a,b)` } },
      ],
    },
    'Invalid ConditionExpression: The expression contains too many operators; operator count: 301',
  ],
  [
    'a table without capacity',
    'CreateTable',
    { TableName: 'more', ...KEYS },
    'must both be specified when BillingMode is PROVISIONED',
  ],
  [
    'capacity beside on-demand',
    'CreateTable',
    {
      ...{ TableName: 'more', ...KEYS, BillingMode: 'PAY_PER_REQUEST' },
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    },
    'Neither ReadCapacityUnits nor WriteCapacityUnits',
  ],
])('Refused: %s', (_what, operation, input, text) => {
  const { call } = engineWithTable();
  const values = JSON.stringify(input).includes(':v') ? { ExpressionAttributeValues: { ':v': { N: '1' } } } : {};
  expect(refusalOf(() => call(operation, { ...input, ...values }))).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining(text),
  });
});

const repeated = (count: number, text: string, word: string) =>
  Array.from({ length: count }, () => text).join(` ${word} `);

test.each([
  ['comparisons, logical operators and NOT', `NOT ${repeated(150, 'a<b', 'OR')}`],
  ['functions, inside of comparisons too', `NOT ${repeated(100, 'size(a)<b', 'AND')}`],
  ['BETWEEN and IN, each as one', `NOT ${repeated(75, '(a BETWEEN b AND c OR d IN (e,f,g))', 'AND')}`],
])('300 operators are allowed, and 301 are not, of: %s', (_what, whole) => {
  const { call } = engineWithTable();
  const scan = (FilterExpression: string) => call('Scan', { FilterExpression });

  expect(scan(whole).Count).toBe(0);
  expect(() => scan(`NOT (${whole})`)).toThrow('too many operators; operator count: 301');
});
