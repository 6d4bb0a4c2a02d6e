import fc from 'fast-check';
import type { Json } from '../input.ts';
import type { AttributeValue } from '../values.ts';
import { type Bound, boundFor, condition, projection, update } from './expressions.ts';
import { itemOf, keyOfTable, TABLE, type TableShape } from './tables.ts';
import { mostly } from './values.ts';

export interface Call {
  readonly operation: string;
  readonly input: Json;
}

/** The members of an input of which each may be absent. */
type Members = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const record = (all: Members, some: Members = {}): fc.Arbitrary<Json> =>
  fc.record({ ...all, ...some }, { requiredKeys: Object.keys(all), noNullPrototype: true });

const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 1 });

const TableName = mostly(fc.constant(TABLE), fc.constant('missing-table'), 150);
const capacity = {
  ReturnConsumedCapacity: mostly(fc.constantFrom('TOTAL', 'INDEXES', 'NONE'), fc.constant('SOME'), 60),
};
const onFailure = { ReturnValuesOnConditionCheckFailure: fc.constantFrom('ALL_OLD', 'NONE') };
const returnsOld = { ReturnValues: mostly(fc.constantFrom('ALL_OLD', 'NONE'), fc.constantFrom('ALL_NEW', 'OLD'), 30) };
const returnsAny = {
  ReturnValues: mostly(
    fc.constantFrom('ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW', 'NONE'),
    fc.constant('OLD'),
    60,
  ),
};

/** Adds expressions and what they name to inputs. */
function withExpressions(
  input: fc.Arbitrary<Json>,
  expressions: Readonly<Record<string, fc.Arbitrary<string | undefined>>>,
  given: Readonly<Record<string, fc.Arbitrary<AttributeValue>>> = {},
): fc.Arbitrary<Json> {
  return fc.tuple(input, fc.record(expressions, { noNullPrototype: true })).chain(([rest, chosen]) => {
    const texts = Object.entries(chosen).filter(([, text]) => text !== undefined);
    return boundFor(
      texts.map(([, text]) => text as string),
      given,
    ).map((bound: Bound) => ({ ...rest, ...Object.fromEntries(texts), ...bound }));
  });
}

const maybeCondition = { ConditionExpression: optional(condition) };

export const putOf = (shape: TableShape, more: Members = {}) =>
  withExpressions(record({ TableName, Item: itemOf(shape) }, more), maybeCondition);
export const deleteOf = (shape: TableShape, more: Members = {}) =>
  withExpressions(record({ TableName, Key: keyOfTable(shape) }, more), maybeCondition);
export const updateOf = (shape: TableShape, more: Members = {}) =>
  withExpressions(record({ TableName, Key: keyOfTable(shape) }, more), {
    UpdateExpression: mostly(update, fc.constant(undefined)),
    ConditionExpression: fc.option(condition, { nil: undefined, freq: 1 }),
  });
const checkOf = (shape: TableShape, more: Members = {}) =>
  withExpressions(record({ TableName, Key: keyOfTable(shape) }, more), { ConditionExpression: condition });
export const getOf = (shape: TableShape, more: Members = {}) =>
  withExpressions(record({ TableName, Key: keyOfTable(shape) }, more), { ProjectionExpression: optional(projection) });

const consistent = { ConsistentRead: fc.boolean() };

const keysAndProjection = (shape: TableShape) =>
  withExpressions(record({ Keys: fc.array(keyOfTable(shape), { minLength: 1, maxLength: 4 }) }, consistent), {
    ProjectionExpression: optional(projection),
  });

const byTable = (requests: fc.Arbitrary<unknown>) =>
  fc.tuple(TableName, requests).map(([name, all]) => ({ [name]: all }));

const batchGetOf = (shape: TableShape) =>
  record({ RequestItems: mostly(byTable(keysAndProjection(shape)), fc.constant({}), 60) }, capacity);

const batchWriteOf = (shape: TableShape) => {
  const request = mostly(
    fc.oneof(
      itemOf(shape).map((Item) => ({ PutRequest: { Item } })),
      keyOfTable(shape).map((Key) => ({ DeleteRequest: { Key } })),
    ),
    fc.constant({}),
    200,
  );
  const some = byTable(fc.array(request, { minLength: 1, maxLength: 4 }));
  return record({ RequestItems: mostly(some, fc.constantFrom({}, { [TABLE]: [] }), 60) }, capacity);
};

const transactWriteOf = (shape: TableShape) => {
  const action = mostly(
    fc.oneof(
      putOf(shape, onFailure).map((Put) => ({ Put })),
      updateOf(shape, onFailure).map((Update) => ({ Update })),
      deleteOf(shape, onFailure).map((Delete) => ({ Delete })),
      checkOf(shape, onFailure).map((ConditionCheck) => ({ ConditionCheck })),
    ),
    fc.constant({}),
    200,
  );
  const actions = mostly(fc.array(action, { minLength: 1, maxLength: 3 }), fc.constant([]), 60);
  return record(
    { TransactItems: actions },
    { ...capacity, ClientRequestToken: fc.constantFrom(`${TABLE}-1`, `${TABLE}-2`) },
  );
};

const transactGetOf = (shape: TableShape) =>
  record(
    {
      TransactItems: mostly(
        fc.array(
          getOf(shape).map((Get) => ({ Get })),
          { minLength: 1, maxLength: 3 },
        ),
        fc.constant([]),
        60,
      ),
    },
    capacity,
  );

export type CallKind = (shape: TableShape) => fc.Arbitrary<Call>;

const kind =
  (operation: string, input: (shape: TableShape) => fc.Arbitrary<Json>): CallKind =>
  (shape) =>
    input(shape).map((made) => ({ operation, input: made }));

/** The calls of single items and of several, without pages. */
export const ITEM_CALLS: readonly CallKind[] = [
  kind('PutItem', (shape) => putOf(shape, { ...returnsOld, ...capacity, ...onFailure })),
  kind('UpdateItem', (shape) => updateOf(shape, { ...returnsAny, ...capacity, ...onFailure })),
  kind('DeleteItem', (shape) => deleteOf(shape, { ...returnsOld, ...capacity, ...onFailure })),
  kind('GetItem', (shape) => getOf(shape, { ...consistent, ...capacity })),
  kind('BatchGetItem', batchGetOf),
  kind('BatchWriteItem', batchWriteOf),
  kind('TransactWriteItems', transactWriteOf),
  kind('TransactGetItems', transactGetOf),
];

export { capacity, consistent, optional, record, TableName, withExpressions };
