import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Action, Key } from './actions.ts';
import { type Plain, type PlainItem, wireInput, wireItem } from './plain-items.ts';

/**
 * The calls of DynamoDB that a domain makes, with plain items and values. Undefined members of
 * items are left out.
 */
export interface ItemClient {
  get(input: Plain<GetItemCommandInput>): Promise<PlainItem | undefined>;
  /** Strongly consistent, in no particular order, at most 100 keys; some may stay unprocessed. */
  batchGet(tableName: string, keys: readonly Key[]): Promise<{ items: PlainItem[]; unprocessed: Key[] }>;
  query(input: Plain<QueryCommandInput>): Promise<{ items: PlainItem[]; lastKey: PlainItem | undefined }>;
  /** The items as they are at one instant, in the order of their keys; at most 100. */
  transactGet(tableName: string, keys: readonly Key[]): Promise<(PlainItem | undefined)[]>;
  /** Runs all actions or none. Those that name no table run on `tableName`. */
  transactWrite(tableName: string, actions: readonly Action[]): Promise<void>;
  update(input: Plain<UpdateItemCommandInput>): Promise<void>;
}

/**
 * The client of a function, which has one. It builds the SDK's stack of middleware once for each
 * kind of command, not for each call as lib-dynamodb's client does: ADR 24.
 */
export const functionItemClient = (): ItemClient => itemClient(new DynamoDBClient({ cacheMiddleware: true }));

export const itemClient = (client: DynamoDBClient): ItemClient => ({
  async get(input) {
    const { Item } = await client.send(new GetItemCommand(wireInput<GetItemCommandInput>(input)));
    return Item && unmarshall(Item);
  },

  async batchGet(tableName, keys) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: keys.map(wireItem), ConsistentRead: true } } }),
    );
    return {
      items: Responses?.[tableName]?.map((item) => unmarshall(item)) ?? [],
      unprocessed: UnprocessedKeys?.[tableName]?.Keys?.map((key) => unmarshall(key) as Key) ?? [],
    };
  },

  async query(input) {
    const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand(wireInput<QueryCommandInput>(input)));
    return { items: Items.map((item) => unmarshall(item)), lastKey: LastEvaluatedKey && unmarshall(LastEvaluatedKey) };
  },

  async transactGet(tableName, keys) {
    const gets = keys.map((key) => ({ Get: { TableName: tableName, Key: wireItem(key) } }));
    const { Responses = [] } = await client.send(new TransactGetItemsCommand({ TransactItems: gets }));
    return Responses.map(({ Item }) => Item && unmarshall(Item));
  },

  async transactWrite(tableName, actions) {
    const items = actions.map((action) =>
      Object.fromEntries(
        Object.entries(action).map(([kind, input]) => [kind, wireInput({ TableName: tableName, ...input })]),
      ),
    );
    await client.send(new TransactWriteItemsCommand({ TransactItems: items as TransactWriteItem[] }));
  },

  async update(input) {
    await client.send(new UpdateItemCommand(wireInput<UpdateItemCommandInput>(input)));
  },
});
