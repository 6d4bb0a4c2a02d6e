import fc from 'fast-check';
import type { Json } from '../input.ts';
import type { AttributeValue } from '../values.ts';
import { type CallKind, capacity, consistent, optional, record, TableName, withExpressions } from './calls.ts';
import { condition, projection } from './expressions.ts';
import { itemOf, type KeyShape, keyOfTable, type TableShape } from './tables.ts';
import { keyValue, mostly } from './values.ts';

const paging = {
  Limit: mostly(fc.integer({ min: 1, max: 4 }), fc.constant(0), 40),
  Select: fc.constantFrom('COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES'),
};

const expressions = { FilterExpression: optional(condition), ProjectionExpression: optional(projection) };

const RANGE_TESTS = ['= :v', '< :v', '<= :v', '> :v', '>= :v', 'BETWEEN :v AND :w'];
const STRANGE = [
  ...['pk = :h OR sk = :v', 'sk = :v', 'pk > :h', 'pk = :h AND sk <> :v', 'pk = :h AND a = :v', 'pk = :h AND pk = :h'],
  ...['pk = sk', 'NOT pk = :h', 'pk = :h AND size(sk) = :v', 'pk = :h AND contains(sk, :v)', 'pk.a = :h', ''],
  ...['pk IN (:h)', 'pk = :h AND sk IN (:v)', 'pk = :h AND attribute_exists(sk)', ':h = pk', 'pk = :h AND :v < sk'],
  ...['pk = :h AND sk = :v AND a = :w', 'begins_with(pk, :h)', '(pk = :h) AND (sk = :v)', 'pk = :h AND sk BETWEEN :v'],
];

/** A key condition on these keys, and the values for it. */
function keyCondition([hash, range]: readonly KeyShape[]) {
  const rangeTest = range
    ? fc.oneof(
        fc.constantFrom(...RANGE_TESTS).map((test) => ` AND ${range.name} ${test}`),
        fc.constant(` AND begins_with(${range.name}, :v)`),
        fc.constant(''),
      )
    : fc.constant('');
  const usual = rangeTest.map((test) => `${hash?.name} = :h${test}`);
  const values: Record<string, fc.Arbitrary<AttributeValue>> = {
    ':h': keyValue(hash?.type ?? 'S'),
    ':v': keyValue((range ?? hash)?.type ?? 'S'),
    ':w': keyValue((range ?? hash)?.type ?? 'S'),
  };
  return { text: mostly(usual, fc.constantFrom(...STRANGE), 12), values };
}

/** The table itself, or one of its indexes; now and then an index that it does not have. */
const placeOf = (shape: TableShape) =>
  fc.constantFrom(
    ...[shape, shape, shape].map(({ keys }) => ({ keys, more: {} as Json, isGlobal: false })),
    ...[...shape.indexes, ...shape.indexes].map(({ name, keys, isGlobal }) => ({
      ...{ keys, more: { IndexName: name }, isGlobal },
    })),
  );

/** A start: mostly the key of an item that might be there. */
const startOf = (shape: TableShape, keys: readonly KeyShape[]) =>
  mostly(
    keyOfTable({ keys: [...new Map([...shape.keys, ...keys].map((key) => [key.name, key])).values()] }),
    itemOf(shape),
    20,
  );

export const query: CallKind = (shape) =>
  placeOf(shape).chain(({ keys, more, isGlobal }) => {
    const { text, values } = keyCondition(keys);
    const input = record(
      { TableName, ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, fc.constant(value)])) },
      { ...paging, ...capacity, ...consistent, ScanIndexForward: fc.boolean() },
    );
    const start = isGlobal ? fc.constant({}) : record({}, { ExclusiveStartKey: startOf(shape, keys) });
    const whole = fc
      .tuple(input, fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, start))
      .map(([a, b]) => ({ ...a, ...b }));
    return withExpressions(whole, { KeyConditionExpression: text, ...expressions }, values).map((made) => ({
      ...{ operation: 'Query', input: made },
    }));
  });

const segments = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Json>(
      { Segment: 0 },
      { TotalSegments: 2 },
      { Segment: 2, TotalSegments: 2 },
      { Segment: 0, TotalSegments: 0 },
      { Segment: -1, TotalSegments: 1 },
    ),
  },
);

/** A scan of everything. Its start would be at another place in each engine. */
export const scan: CallKind = (shape) =>
  placeOf(shape).chain(({ more }) => {
    const input = record(
      { TableName, ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, fc.constant(value)])) },
      { ...paging, ...capacity, ...consistent },
    );
    const whole = fc.tuple(input, segments).map(([a, b]) => ({ ...a, ...b }));
    return withExpressions(whole, expressions).map((made) => ({ ...{ operation: 'Scan', input: made } }));
  });
