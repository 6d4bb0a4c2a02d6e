import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { DomainEvent } from '../messaging/event.ts';
import type { Plain } from './plain-items.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export type Item = Key & Readonly<Record<string, unknown>>;

/** One action of a transaction. It runs on the transaction's own table unless it names another. */
export type Action =
  | { readonly Put: OnTable<ActionInput<'Put'>> & { readonly Item: Item } }
  | { readonly Update: OnTable<ActionInput<'Update'>> & { readonly Key: Key } }
  | { readonly Delete: OnTable<ActionInput<'Delete'>> & { readonly Key: Key } }
  | { readonly ConditionCheck: OnTable<ActionInput<'ConditionCheck'>> & { readonly Key: Key } };

type OnTable<Input> = Omit<Input, 'TableName'> & { readonly TableName?: string };

type ActionInput<Kind extends keyof TransactWriteItem> = Plain<NonNullable<TransactWriteItem[Kind]>>;

/**
 * The same action on another domain's table. DynamoDB's transactions span tables at the same price.
 */
export const onTable = (tableName: string, action: Action): Action =>
  Object.fromEntries(
    Object.entries(action).map(([kind, input]) => [kind, { ...input, TableName: tableName }]),
  ) as unknown as Action;

export const put = (item: Item): Action => ({ Put: { Item: item } });

/** Makes a write safe to retry: only the first writer of a key succeeds. */
export const putIfAbsent = (item: Item): Action => ({
  Put: { Item: item, ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
});

/**
 * Replaces an item if its stored `version` is still the one that was read. The item carries its
 * next version.
 */
export const replaceIfVersion = (item: Item & { readonly version: number }, readVersion: number): Action => ({
  Put: {
    Item: item,
    ConditionExpression: '#version = :readVersion',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':readVersion': readVersion },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

/**
 * Stores an event beside the change that it explains. The stream of a domain's table publishes
 * items whose `entity` is `event`, as events of that domain. An aggregate's events are stored in
 * its partition as `event#<sequence>`; an event without a sequence has a key of its own.
 *
 * @param attributes more to store beside the event, such as an index's keys.
 */
export const appendEvent = (event: DomainEvent, key: Key, attributes: Readonly<Record<string, unknown>> = {}): Action =>
  putIfAbsent({ ...attributes, ...key, entity: 'event', event });

export const eventSortKey = (sequence: number): string => `event#${String(sequence).padStart(8, '0')}`;
