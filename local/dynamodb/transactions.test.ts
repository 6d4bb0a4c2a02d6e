import { expect, test } from 'vitest';
import type { Held } from './engine.ts';
import { engineWithTable, keyOf, refusalOf, TABLE } from './testing.ts';

const increment = (sk: string) => ({
  Update: {
    TableName: TABLE,
    Key: keyOf(sk),
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': { N: '1' } },
  },
});
const transaction = (...sks: string[]) => ({ TransactItems: sks.map(increment) });

function setUp() {
  const made = engineWithTable();
  const { engine, call } = made;
  return {
    ...made,
    begin: (...sks: string[]) => engine.begin('TransactWriteItems', transaction(...sks)) as Held,
    numberIn: (sk: string) => (call('GetItem', { Key: keyOf(sk) }) as { Item?: { n?: { N: string } } }).Item?.n?.N,
  };
}

test('A transaction that holds an item refuses others on it, with the reason at its place', () => {
  const { begin, call, numberIn } = setUp();
  const held = begin('a', 'b');

  const refusal = refusalOf(() => call('TransactWriteItems', transaction('c', 'b')));

  expect(refusal).toMatchObject({
    name: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]',
    details: {
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      ],
    },
  });
  held.run();
  expect(['a', 'b', 'c'].map(numberIn)).toEqual(['1', '1', undefined]);
});

test('A transaction that holds an item refuses single writes and reading transactions, not reads', () => {
  const { begin, call } = setUp();
  const held = begin('a');

  for (const [operation, input] of [
    ['PutItem', { Item: keyOf('a') }],
    ['DeleteItem', { Key: keyOf('a') }],
    ['UpdateItem', { Key: keyOf('a') }],
  ] as const) {
    expect(refusalOf(() => call(operation, input))).toMatchObject({
      name: 'TransactionConflictException',
      message: 'Transaction is ongoing for the item',
    });
  }
  const reading = { TransactItems: [{ Get: { TableName: TABLE, Key: keyOf('a') } }] };
  expect(refusalOf(() => call('TransactGetItems', reading)).name).toBe('TransactionCanceledException');
  expect(call('GetItem', { Key: keyOf('a') })).toEqual({});
  call('PutItem', { Item: keyOf('b') });

  held.run();
  call('PutItem', { Item: keyOf('a') });
});

test('A transaction that is refused when it runs holds nothing any more', () => {
  const { engine, call, begin } = setUp();
  const failing = engine.begin('TransactWriteItems', {
    TransactItems: [
      { ConditionCheck: { TableName: TABLE, Key: keyOf('a'), ConditionExpression: 'attribute_exists(pk)' } },
    ],
  }) as Held;
  expect(refusalOf(() => failing.run()).name).toBe('TransactionCanceledException');

  begin('a').run();
  call('PutItem', { Item: keyOf('a') });
});

test('Writes can be refused as if a transaction held them, and reads are answered', () => {
  const { engine, call, numberIn } = setUp();
  call('PutItem', { Item: keyOf('a') });

  expect(refusalOf(() => engine.refuse('PutItem', { TableName: TABLE, Item: keyOf('a') })).name).toBe(
    'TransactionConflictException',
  );
  expect(refusalOf(() => engine.refuse('TransactWriteItems', transaction('a', 'b'))).details).toEqual({
    CancellationReasons: [
      { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      { Code: 'None' },
    ],
  });
  expect(engine.refuse('GetItem', { TableName: TABLE, Key: keyOf('a') }).output).toEqual({ Item: keyOf('a') });
  expect(numberIn('b')).toBeUndefined();
});

const MINUTE = 60_000;

test('A repeated token changes nothing for ten minutes, and everything after them', () => {
  const { call, clock, numberIn } = setUp();
  const repeated = { ...transaction('a'), ClientRequestToken: 'token' };
  call('TransactWriteItems', repeated);

  clock.now += 10 * MINUTE - 1;
  call('TransactWriteItems', repeated);
  expect(numberIn('a')).toBe('1');

  clock.now += 1;
  call('TransactWriteItems', repeated);
  expect(numberIn('a')).toBe('2');
});

test('A token with another request is refused, until the token is forgotten', () => {
  const { call, clock, numberIn } = setUp();
  call('TransactWriteItems', { ...transaction('a'), ClientRequestToken: 'token' });
  const other = { ...transaction('b'), ClientRequestToken: 'token' };

  expect(refusalOf(() => call('TransactWriteItems', other)).name).toBe('IdempotentParameterMismatchException');
  expect(numberIn('b')).toBeUndefined();

  clock.now += 10 * MINUTE;
  call('TransactWriteItems', other);
  expect(numberIn('b')).toBe('1');
});

test.each([
  ['', 'greater than or equal to 1'],
  ['x'.repeat(37), 'less than or equal to 36'],
])('A token of another length than 1 to 36 is refused: %j', (ClientRequestToken, rule) => {
  const { call } = setUp();

  expect(() => call('TransactWriteItems', { ...transaction('a'), ClientRequestToken })).toThrow(`length ${rule}`);
});

test('The token of a transaction that was cancelled can be used again', () => {
  const { call, numberIn } = setUp();
  const check = { TableName: TABLE, Key: keyOf('b'), ConditionExpression: 'attribute_exists(pk)' };
  const guarded = { TransactItems: [increment('a'), { ConditionCheck: check }], ClientRequestToken: 'token' };
  expect(refusalOf(() => call('TransactWriteItems', guarded)).name).toBe('TransactionCanceledException');

  call('PutItem', { Item: keyOf('b') });
  call('TransactWriteItems', guarded);
  expect(numberIn('a')).toBe('1');
});
