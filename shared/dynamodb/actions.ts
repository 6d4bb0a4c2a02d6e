import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { DomainEvent } from '../messaging/event.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export type Item = Key & Readonly<Record<string, unknown>>;

/** One action of a transaction, on a table named when it runs. */
export type Action =
  | { readonly Put: Omit<ActionInput<'Put'>, 'TableName'> & { readonly Item: Item } }
  | { readonly Update: Omit<ActionInput<'Update'>, 'TableName'> & { readonly Key: Key } }
  | { readonly Delete: Omit<ActionInput<'Delete'>, 'TableName'> & { readonly Key: Key } }
  | { readonly ConditionCheck: Omit<ActionInput<'ConditionCheck'>, 'TableName'> & { readonly Key: Key } };

type ActionInput<Kind extends 'Put' | 'Update' | 'Delete' | 'ConditionCheck'> = NonNullable<
  NonNullable<TransactWriteCommandInput['TransactItems']>[number][Kind]
>;

export const put = (item: Item): Action => ({ Put: { Item: item } });

/** The guard of writes that can be retried: only the first writer of a key succeeds. */
export const putIfAbsent = (item: Item): Action => ({
  Put: { Item: item, ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
});

/** Replaces an item whose stored `version` is still the one that was read; the item carries its next version. */
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
 * Stores an event beside the change that it explains: the table's stream publishes items whose `entity` is `event`. An aggregate's events
 * sit in its partition as `event#<sequence>`; an event without a sequence brings its own key.
 *
 * @param domain whose event it is: published with source `souk.<domain>`.
 * @param attributes more to store beside the event, such as an index's keys.
 */
export const appendEvent = (
  domain: string,
  event: DomainEvent,
  key: Key,
  attributes: Readonly<Record<string, unknown>> = {},
): Action => putIfAbsent({ ...attributes, ...key, entity: 'event', domain, event });

export const eventSortKey = (sequence: number): string => `event#${String(sequence).padStart(8, '0')}`;
