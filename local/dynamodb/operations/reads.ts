import { Consumption, type ReadMode, readUnits } from '../capacity.ts';
import { invalid } from '../errors.ts';
import { type Bindings, bindingsOf } from '../expressions/bindings.ts';
import { projectionOf } from '../expressions/cache.ts';
import { refuseOverlaps } from '../expressions/overlap.ts';
import { select } from '../expressions/paths.ts';
import type { Step } from '../expressions/syntax.ts';
import { expression, type Json, nameless, refuseLegacy, required } from '../input.ts';
import { keyOf, refuseEmptyKey, requireKey } from '../keys.ts';
import type { Store, Table } from '../store.ts';
import { type Item, readItem } from '../values.ts';

export type Projection = readonly (readonly Step[])[] | undefined;

/** The paths of a projection; undefined for whole items. */
export function readProjection(text: string | undefined, bindings: Bindings): Projection {
  if (text === undefined) return undefined;
  const paths = projectionOf(text).map((path) => bindings.path(path, 'ProjectionExpression'));
  refuseOverlaps(paths, 'ProjectionExpression');
  return paths;
}

export const projected = (item: Item, projection: Projection): Item => (projection ? select(item, projection) : item);

/** A checked read of one item. */
export interface PreparedRead {
  readonly table: Table;
  readonly key: string;
  readonly projection: Projection;
}

/** A read whose expression and key's values are sound, and which knows its table. */
export interface ReadGet {
  readonly table: Table;
  /** Checks the key against the table's. In a transaction, its refusal is a reason. */
  prepare(): PreparedRead;
}

/** Checks the members that GetItem and a transaction's Get share. */
export function readGet(store: Store, input: Json): ReadGet {
  refuseLegacy(input);
  required(input, 'TableName');
  const key = readItem(required(input, 'Key'));
  const { projection, bindings } = readSelection(input);
  const table = store.table(input.TableName as string);
  refuseEmptyKey(table.schema, key);
  return {
    table,
    prepare() {
      requireKey(table.schema, key);
      table.items.refuseNestedKeys(bindings.nested);
      return { table, key: keyOf(table.schema, key), projection };
    },
  };
}

/** The projection of a request that has no other expression, and so knows no values. */
function readSelection(input: Json): { readonly projection: Projection; readonly bindings: Bindings } {
  const text = expression(input, 'ProjectionExpression');
  const bindings = bindingsOf({ ExpressionAttributeNames: input.ExpressionAttributeNames }, [text], '');
  const projection = readProjection(text, bindings);
  bindings.complete();
  return { projection, bindings };
}

export function getItem(store: Store, input: Json): { readonly output: Json; readonly consumption: Consumption } {
  const { table, key, projection } = readGet(store, input).prepare();
  const stored = table.items.get(key);
  const consumption = new Consumption('read');
  consumption.read(table.schema.name, readUnits(stored?.size ?? 0, modeOf(input)));
  return { output: stored ? { Item: projected(stored.item, projection) } : {}, consumption };
}

export const modeOf = (input: Json): ReadMode => (input.ConsistentRead === true ? 'consistent' : 'eventual');

const MAX_KEYS = 100;
/** A larger answer is cut, and the rest of the keys returned. */
const MAX_BATCH_BYTES = 16 * 1_024 * 1_024;

export function batchGetItem(store: Store, input: Json): { readonly output: Json; readonly consumption: Consumption } {
  const requests = Object.entries(required<Readonly<Record<string, Json>>>(input, 'RequestItems'));
  if (requests.length === 0) throw nameless('RequestItems', 'Member must have length greater than or equal to 1');
  for (const [name, { Keys }] of requests) {
    if (!Array.isArray(Keys) || Keys.length <= MAX_KEYS) continue;
    throw nameless(`RequestItems.${name}.member.Keys`, `Member must have length less than or equal to ${MAX_KEYS}`);
  }
  const consumption = new Consumption('read');
  const responses: [table: string, items: Item[]][] = [];
  const unprocessed: [table: string, request: Json][] = [];
  const reads = requests.map(([name, request]) => [name, request, preparedKeys(store, name, request)] as const);
  const count = reads.reduce((total, [, , { keys }]) => total + keys.length, 0);
  if (count > MAX_KEYS) throw invalid('Too many items requested for the BatchGetItem call');
  let bytes = 0;
  for (const [name, request, { table, keys, projection }] of reads) {
    const items: Item[] = [];
    const left: Item[] = [];
    for (const { key, given } of keys) {
      const stored = table.items.get(key);
      if (bytes + (stored?.size ?? 0) > MAX_BATCH_BYTES) {
        left.push(given);
        continue;
      }
      bytes += stored?.size ?? 0;
      consumption.read(table.schema.name, readUnits(stored?.size ?? 0, modeOf(request)));
      if (stored) items.push(projected(stored.item, projection));
    }
    responses.push([name, items]);
    if (left.length > 0) unprocessed.push([name, { ...request, Keys: left }]);
  }
  return {
    output: { Responses: Object.fromEntries(responses), UnprocessedKeys: Object.fromEntries(unprocessed) },
    consumption,
  };
}

function preparedKeys(store: Store, name: string, request: Json) {
  refuseLegacy(request);
  const { projection, bindings } = readSelection(request);
  const table = store.table(name);
  const keys = required<readonly unknown[]>(request, 'Keys').map((given) => {
    const key = readItem(given);
    refuseEmptyKey(table.schema, key);
    requireKey(table.schema, key);
    return { key: keyOf(table.schema, key), given: key };
  });
  if (new Set(keys.map(({ key }) => key)).size < keys.length) {
    throw invalid('Provided list of item keys contains duplicates');
  }
  table.items.refuseNestedKeys(bindings.nested);
  return { table, keys, projection };
}
