import fc from 'fast-check';
import type { TableDefinition } from '../table-definition.ts';
import type { Item } from '../values.ts';
import { attributes, type KeyType, keyValue, mostly, someOf } from './values.ts';

/** Stands for the table's name, which differs in each run. */
export const TABLE = 'conformance-table';

export interface KeyShape {
  readonly name: string;
  readonly type: KeyType;
}

export interface IndexShape {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly keys: readonly KeyShape[];
  readonly projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
}

/** The table of a run: what the calls need to know of its definition. */
export interface TableShape {
  readonly keys: readonly KeyShape[];
  readonly indexes: readonly IndexShape[];
}

const type = fc.constantFrom<KeyType>('S', 'S', 'N', 'B');
const key = (name: string): fc.Arbitrary<KeyShape> => type.map((of) => ({ name, type: of }));
const projection = fc.constantFrom('ALL', 'KEYS_ONLY', 'INCLUDE');

const keysOf = (hash: string, range: string, hasRange: boolean) =>
  fc.tuple(...[hash, ...(hasRange ? [range] : [])].map(key));

const globalIndex = fc
  .tuple(
    fc.boolean().chain((hasRange) => keysOf('gpk', 'gsk', hasRange)),
    projection,
  )
  .map(([keys, kind]): IndexShape => ({ name: 'global', isGlobal: true, keys, projection: kind }));

const localIndex = (hash: KeyShape) =>
  fc
    .tuple(key('lsk'), projection)
    .map(([range, kind]): IndexShape => ({ name: 'local', isGlobal: false, keys: [hash, range], projection: kind }));

export const tableShape: fc.Arbitrary<TableShape> = fc
  .tuple(mostly(fc.constant(true), fc.constant(false), 2), fc.boolean(), fc.boolean())
  .chain(([hasRange, hasGlobal, hasLocal]) =>
    keysOf('pk', 'sk', hasRange).chain((keys) =>
      fc
        .tuple(...(hasGlobal ? [globalIndex] : []), ...(hasRange && hasLocal ? [localIndex(keys[0] as KeyShape)] : []))
        .map((indexes) => ({ keys, indexes })),
    ),
  );

const schemaOf = (keys: readonly KeyShape[]) =>
  keys.map(({ name }, position) => ({ AttributeName: name, KeyType: position === 0 ? 'HASH' : 'RANGE' }) as const);

const indexDefinition = ({ name, keys, projection: ProjectionType }: IndexShape) => ({
  IndexName: name,
  KeySchema: schemaOf(keys),
  Projection: { ProjectionType, ...(ProjectionType === 'INCLUDE' ? { NonKeyAttributes: ['a', 'n'] } : {}) },
});

export function definitionOf({ keys, indexes }: TableShape): TableDefinition {
  const used = new Map([...keys, ...indexes.flatMap((index) => index.keys)].map((one) => [one.name, one.type]));
  const globals = indexes.filter(({ isGlobal }) => isGlobal).map(indexDefinition);
  const locals = indexes.filter(({ isGlobal }) => !isGlobal).map(indexDefinition);
  return {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: schemaOf(keys),
    AttributeDefinitions: [...used].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    ...(globals.length > 0 ? { GlobalSecondaryIndexes: globals } : {}),
    ...(locals.length > 0 ? { LocalSecondaryIndexes: locals } : {}),
  };
}

/** A key of the table, now and then with a missing or a strange member. */
export function keyOfTable({ keys }: Pick<TableShape, 'keys'>): fc.Arbitrary<Item> {
  const exact = recordOf(keys, 60);
  const strange = fc.oneof(
    someOf(valuesOf(keys, 60)),
    exact.map((made): Item => ({ ...made, a: { S: 'a' } })),
  );
  return mostly(exact, strange, 60);
}

const valuesOf = (keys: readonly KeyShape[], odds: number) =>
  Object.fromEntries(keys.map(({ name, type: of }) => [name, keyValue(of, odds)]));

const recordOf = (keys: readonly KeyShape[], odds: number): fc.Arbitrary<Item> =>
  fc.record(valuesOf(keys, odds), { noNullPrototype: true });

/** An item of the table; each index holds it or not. */
export function itemOf({ keys, indexes }: TableShape): fc.Arbitrary<Item> {
  const own = new Set(keys.map(({ name }) => name));
  const more = indexes.flatMap((index) => index.keys).filter(({ name }) => !own.has(name));
  const indexed = someOf(valuesOf(more, 40));
  return fc
    .tuple(keyOfTable({ keys }), mostly(indexed, recordOf(more, 40), 1), attributes)
    .map(([key, entries, rest]) => ({ ...rest, ...entries, ...key }));
}
