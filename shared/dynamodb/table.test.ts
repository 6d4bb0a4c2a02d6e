import {
  BatchGetItemCommand,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionInProgressException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { put, putIfAbsent } from './actions.ts';
import { itemClient } from './client.ts';
import { createTable } from './table.ts';

const dynamo = mockClient(DynamoDBClient);
const table = createTable(itemClient(new DynamoDBClient({})), 'things');
const key = { pk: 'thing#1', sk: 'state' };

/** A transaction as DynamoDB cancels it: one reason per action, in the order of the actions. */
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code, ...(Code === 'ConditionalCheckFailed' ? { Item: held } : {}) })),
  });

const held = { pk: { S: 'thing#1' }, version: { N: '7' } };

beforeEach(() => dynamo.reset());

test('A transaction that conflicts with another one is retried until it succeeds.', async () => {
  dynamo
    .on(TransactWriteItemsCommand)
    .rejectsOnce(cancelled('None', 'TransactionConflict'))
    .rejectsOnce(new TransactionInProgressException({ message: 'in progress', $metadata: {} }))
    .rejectsOnce(cancelled('ThrottlingError', 'None'))
    .resolves({});

  expect(await table.transact([put(key), put({ ...key, sk: 'other' })])).toEqual({ ok: true });
  expect(dynamo.commandCalls(TransactWriteItemsCommand)).toHaveLength(4);
});

test('A condition that failed beside a conflict does not decide; the retry does.', async () => {
  dynamo
    .on(TransactWriteItemsCommand)
    .rejectsOnce(cancelled('ConditionalCheckFailed', 'TransactionConflict'))
    .resolves({});

  expect(await table.transact([putIfAbsent(key), put(key)])).toEqual({ ok: true });
});

test('Failed conditions are returned without a retry, with their position and the stored item.', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('None', 'ConditionalCheckFailed', 'None'));

  expect(await table.transact([put(key), putIfAbsent(key), put(key)])).toEqual({
    ok: false,
    failed: [{ index: 1, item: { pk: 'thing#1', version: 7 } }],
  });
  expect(dynamo.commandCalls(TransactWriteItemsCommand)).toHaveLength(1);
});

test('A conflict that outlives the retries is a transient fault.', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('TransactionConflict'));

  await expect(table.transact([put(key)])).rejects.toMatchObject({ name: 'TransientFault' });
});

test('Any other reason of a cancellation is thrown without a retry.', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('ItemCollectionSizeLimitExceeded'));

  await expect(table.transact([put(key)])).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  expect(dynamo.commandCalls(TransactWriteItemsCommand)).toHaveLength(1);
});

test('Keys that a batch leaves unprocessed are requested again.', async () => {
  const other = { pk: 'thing#2', sk: 'state' };
  dynamo
    .on(BatchGetItemCommand)
    .resolvesOnce({
      Responses: { things: [marshall({ ...key, n: 1 })] },
      UnprocessedKeys: { things: { Keys: [marshall(other)] } },
    })
    .resolves({ Responses: { things: [marshall({ ...other, n: 2 })] } });

  const found = await table.batchGet([key, other], z.object({ n: z.int() }));

  expect(found).toEqual([{ n: 1 }, { n: 2 }]);
  expect(dynamo.commandCalls(BatchGetItemCommand)[1]?.args[0].input.RequestItems?.things?.Keys).toEqual([
    marshall(other),
  ]);
});
