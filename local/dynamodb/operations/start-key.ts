import { invalid } from '../errors.ts';
import type { KeyCondition } from '../expressions/key-condition.ts';
import type { Json } from '../input.ts';
import { isIn, type KeyRange, keyOf, mismatch, partitionOf, rangeOf, refuseEmptyKey, requireKey } from '../keys.ts';
import type { Table } from '../store.ts';
import { entryKey, type IndexSchema } from '../table.ts';
import { type AttributeValue, attributeOf, type Item, readItem, typeOf } from '../values.ts';

const INVALID = 'The provided starting key is invalid';

interface Start {
  readonly item: Item;
  /** The key of the entry, of the index if there is one. */
  readonly key: string;
}

/** The place of ExclusiveStartKey. `short` is the text for one with too few or many attributes. */
function readStart(input: Json, table: Table, index: IndexSchema | undefined, short: string): Start | undefined {
  if (input.ExclusiveStartKey === undefined || input.ExclusiveStartKey === null) return undefined;
  const item = readKey(input.ExclusiveStartKey);
  const { schema } = table;
  const needed = [schema.hash, schema.range, index?.hash, index?.range].flatMap((attribute) => attribute ?? []);
  if (Object.keys(item).length !== new Set(needed.map(({ name }) => name)).size) throw invalid(short);
  for (const { name, type } of [index?.hash, index?.range].flatMap((attribute) => attribute ?? [])) {
    const value = attributeOf(item, name);
    if (!value) throw invalid(INVALID);
    if (typeOf(value) !== type) throw mismatch();
  }
  const own = ownKey(table, item);
  try {
    refuseEmptyKey(schema, own);
    requireKey(schema, own);
  } catch (error) {
    throw invalid(`${INVALID}: ${(error as Error).message}`);
  }
  if (index) refuseEmptyKey(index, item);
  const key = keyOf(schema, item);
  return { item, key: index ? (entryKey(index, { key, item, size: 0 }) as string) : key };
}

/** The errors of numbers and of sets come without the introduction. */
const PLAIN = /contains duplicates|number set|numeric value|significant digits|number with magnitude/;

function readKey(given: unknown): Item {
  try {
    return readItem(given);
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'ValidationException' || PLAIN.test(message)) throw error;
    throw invalid(`${INVALID}: ${message}`);
  }
}

const ownKey = ({ schema: { hash, range } }: Table, item: Item): Item =>
  Object.fromEntries(
    [hash, range].flatMap((attribute) => {
      const value = attribute && attributeOf(item, attribute.name);
      return value ? [[attribute.name, value]] : [];
    }),
  );

/** Where a query goes on. Throws for a start that the query could not have ended at. */
export function queryStart(
  input: Json,
  table: Table,
  index: IndexSchema | undefined,
  condition: KeyCondition,
): string | undefined {
  const start = readStart(input, table, index, INVALID);
  if (!start) return undefined;
  const { hash } = index ?? table.schema;
  const partition = partitionOf(condition.hash);
  const own = partitionOf(start.item[hash.name] as AttributeValue);
  if (!condition.range) {
    if (own === partition) return start.key;
    throw invalid('The provided starting key is outside query boundaries based on provided conditions');
  }
  if (!isIn(rangeOf(own, condition.range), start.key)) {
    throw invalid('The provided starting key does not match the range key predicate');
  }
  if (own === partition) return start.key;
  throw invalid('The query can return at most one row and cannot be restarted');
}

/** Where a scan goes on, in the keys of its segment. */
export function scanStart(input: Json, table: Table, index: IndexSchema | undefined, segment: KeyRange) {
  const start = readStart(input, table, index, index ? INVALID : `${INVALID}: ${mismatch().message}`);
  if (!start || isIn(segment, start.key)) return start?.key;
  throw invalid(
    `${INVALID}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${input.TotalSegments} Segment: ${input.Segment}`,
  );
}
