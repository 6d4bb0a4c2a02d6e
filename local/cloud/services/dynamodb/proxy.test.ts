import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFaultSwitch } from '../../faults/switch.ts';
import { CLIENT } from '../testing.ts';
import { startProxy } from './proxy.ts';

let held: ServerResponse[];
let client: DynamoDBClient;
let stop: () => Promise<void>;

/**
 * Starts the proxy before an engine that holds every response but DescribeTable's until it is
 * released.
 */
beforeEach(async () => {
  held = [];
  const engine = createServer((request, response) => {
    if (request.headers['x-amz-target'] !== 'DynamoDB_20120810.DescribeTable') return held.push(response);
    response.end(JSON.stringify({ Table: { KeySchema: [{ AttributeName: 'pk' }, { AttributeName: 'sk' }] } }));
  });
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve));
  const upstream = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const direct = new DynamoDBClient({ ...CLIENT, endpoint: upstream });
  const proxy = await startProxy({ upstream, client: direct, faults: createFaultSwitch() });
  client = new DynamoDBClient({ ...CLIENT, endpoint: proxy.url, maxAttempts: 1 });
  stop = async () => {
    client.destroy();
    direct.destroy();
    await proxy.stop();
    engine.closeAllConnections();
    engine.close();
  };
});
afterEach(() => stop());

const TableName = 'stock';
const key = (pk: string) => ({ sk: { S: 'x' }, pk: { S: pk } });
const get = (pk: string) => ({ Get: { TableName, Key: key(pk) } });
const put = (pk: string) => ({ Put: { TableName, Item: { n: { N: '1' }, pk: { S: pk }, sk: { S: 'x' } } } });
const remove = (pk: string) => ({ Delete: { TableName, Key: key(pk) } });
const letGo = () => {
  for (const response of held.splice(0)) response.end('{}');
};

async function inFlight(sent: Promise<unknown>) {
  await vi.waitFor(() => expect(held.length).toBe(1));
  return { sent };
}

test('A second transaction on an item is refused with the reasons in the order of its actions', async () => {
  const first = await inFlight(client.send(new TransactWriteItemsCommand({ TransactItems: [put('a'), put('b')] })));

  const second = client.send(new TransactWriteItemsCommand({ TransactItems: [put('c'), remove('b'), put('d')] }));

  await expect(second).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    message: expect.stringContaining('[None, TransactionConflict, None]'),
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }, { Code: 'None' }],
  });
  letGo();
  await first.sent;
});

test.each([
  ['PutItem', new PutItemCommand({ TableName, Item: { ...key('a'), n: { N: '2' } } })],
  ['UpdateItem', new UpdateItemCommand({ TableName, Key: key('a') })],
  ['DeleteItem', new DeleteItemCommand({ TableName, Key: key('a') })],
])('%s is refused on an item under a transaction', async (_, command) => {
  const first = await inFlight(client.send(new TransactWriteItemsCommand({ TransactItems: [put('a')] })));

  const single = client.send(command as PutItemCommand);

  await expect(single).rejects.toMatchObject({
    name: 'TransactionConflictException',
    message: 'Transaction is ongoing for the item',
  });
  letGo();
  await first.sent;
});

test.each([
  ['a transaction', new TransactWriteItemsCommand({ TransactItems: [put('a')] })],
  ['a single write', new PutItemCommand({ TableName, Item: key('a') })],
])('A transactional read is refused on an item under %s', async (_, command) => {
  const first = await inFlight(client.send(command as PutItemCommand));

  const read = client.send(new TransactGetItemsCommand({ TransactItems: [get('b'), get('a')] }));

  await expect(read).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
  });
  letGo();
  await first.sent;
});

test('Plain reads, and writes to other items, pass while a transaction runs', async () => {
  const first = await inFlight(client.send(new TransactWriteItemsCommand({ TransactItems: [put('a')] })));

  const others = [
    client.send(new GetItemCommand({ TableName, Key: key('a') })),
    client.send(new PutItemCommand({ TableName, Item: key('b') })),
    client.send(new TransactWriteItemsCommand({ TransactItems: [put('c')] })),
  ];

  await vi.waitFor(() => expect(held.length).toBe(4));
  letGo();
  await Promise.all([first.sent, ...others]);
});

test('An item is free again once its transaction has ended', async () => {
  const first = await inFlight(client.send(new TransactWriteItemsCommand({ TransactItems: [put('a')] })));
  letGo();
  await first.sent;

  const second = await inFlight(client.send(new TransactWriteItemsCommand({ TransactItems: [put('a')] })));

  letGo();
  await second.sent;
});
