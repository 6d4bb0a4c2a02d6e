import { Consumption, readUnits } from '../capacity.ts';
import { invalid, invalidParameter } from '../errors.ts';
import { type Bindings, bindingsOf } from '../expressions/bindings.ts';
import { conditionOf } from '../expressions/cache.ts';
import { checkCondition, meets } from '../expressions/condition.ts';
import { keyConditionOf } from '../expressions/key-condition.ts';
import type { Condition, Operand, Path } from '../expressions/syntax.ts';
import { expression, type Json, limitOf, noneOf, oneOf, refuseLegacy, required, wholeNumber } from '../input.ts';
import { type KeyRange, keyAttributes, partitionOf, rangeOf, segmentRange } from '../keys.ts';
import type { Store, Table } from '../store.ts';
import type { IndexSchema, Stored } from '../table.ts';
import { type Item, sizeOfItem } from '../values.ts';
import { modeOf, type Projection, projected, readProjection } from './reads.ts';
import { queryStart, scanStart } from './start-key.ts';

/** A page ends with the item that makes it this large. Source: developer guide, "Paginate". */
const MAX_PAGE_BYTES = 1_024 * 1_024;

interface Page {
  readonly table: Table;
  readonly index: IndexSchema | undefined;
  readonly bindings: Bindings;
  readonly filter: Condition | undefined;
  readonly projection: Projection;
  readonly isCount: boolean;
  readonly limit: number | undefined;
}

export interface PageResult {
  readonly output: Json;
  readonly consumption: Consumption;
}

export function query(store: Store, input: Json): PageResult {
  const text = expression(input, 'KeyConditionExpression');
  const page = readPage(store, input, text, 'FilterExpression');
  const { table, index, bindings, filter } = page;
  if (text === undefined) {
    throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  }
  const schema = index ?? table.schema;
  const condition = keyConditionOf(conditionOf(text, 'KeyConditionExpression'), schema, bindings);
  bindings.complete();
  const start = queryStart(input, table, index, condition);
  if (filter) refuseKeysIn(filter, [schema.hash.name, schema.range?.name], bindings);
  requireWhole(input, page);
  const isForward = input.ScanIndexForward !== false;
  const range = rangeOf(partitionOf(condition.hash), condition.range);
  return readRange(store, input, page, after(range, start, isForward), isForward);
}

export function scan(store: Store, input: Json): PageResult {
  const total = wholeNumber(input, 'TotalSegments', 1, 1_000_000);
  const segment = wholeNumber(input, 'Segment', 0, 999_999);
  const page = readPage(store, input, undefined, 'FilterExpression');
  page.bindings.complete();
  requireSegment(total, segment);
  const range = segmentRange(segment ?? 0, total ?? 1);
  const start = scanStart(input, page.table, page.index, range);
  requireWhole(input, page);
  return readRange(store, input, page, after(range, start, true), true);
}

function requireSegment(total: number | undefined, segment: number | undefined): void {
  if ((total === undefined) !== (segment === undefined)) {
    throw invalid(
      `The ${total === undefined ? 'TotalSegments' : 'Segment'} parameter is required but was not present in the request when ${total === undefined ? 'Segment parameter' : 'parameter TotalSegments'} is present`,
    );
  }
  if (total !== undefined && segment !== undefined && segment >= total) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${segment} is not less than TotalSegments: ${total}`,
    );
  }
}

function readPage(store: Store, input: Json, keyCondition: string | undefined, label: string): Page {
  refuseLegacy(input);
  required(input, 'TableName');
  const limit = keyCondition === undefined ? wholeNumber(input, 'Limit', 1) : limitOf(input);
  const select = oneOf(
    input,
    'Select',
    ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'],
    input.ProjectionExpression === undefined ? 'ALL_ATTRIBUTES' : 'SPECIFIC_ATTRIBUTES',
  );
  const filterText = expression(input, 'FilterExpression');
  const projectionText = expression(input, 'ProjectionExpression');
  const bindings = bindingsOf(
    input,
    [keyCondition, filterText, projectionText],
    noneOf(keyCondition === undefined ? ['FilterExpression'] : ['FilterExpression', 'KeyConditionExpression']),
  );
  const filter = filterText === undefined ? undefined : conditionOf(filterText, label);
  if (filter) checkCondition(filter, bindings, label);
  const projection = readProjection(projectionText, bindings);
  if (projection && select !== 'SPECIFIC_ATTRIBUTES') {
    const what = select === 'COUNT' ? 'only the Count' : select;
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${what}`);
  }
  if (!projection && input.Select === 'SPECIFIC_ATTRIBUTES') {
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  const table = store.table(input.TableName as string);
  const index = indexOf(table, input);
  if (!index && select === 'ALL_PROJECTED_ATTRIBUTES') {
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  return { table, index, bindings, filter, projection, isCount: select === 'COUNT', limit };
}

/** Throws if the request wants attributes that the index doesn't hold, or steps into a key. */
function requireWhole({ Select }: Json, { table, index, bindings }: Page): void {
  table.items.refuseNestedKeys(bindings.nested);
  if (!index?.isGlobal || !index.projected || Select !== 'ALL_ATTRIBUTES') return;
  throw invalidParameter(
    `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
  );
}

function indexOf({ schema }: Table, input: Json): IndexSchema | undefined {
  const name = input.IndexName as string | undefined;
  if (name === undefined || name === null) return undefined;
  const index = schema.indexes.find((one) => one.name === name);
  if (!index) throw invalid(`The table does not have the specified index: ${name}`);
  if (index.isGlobal && input.ConsistentRead === true) {
    throw invalid('Consistent reads are not supported on global secondary indexes');
  }
  return index;
}

/** The operands of all tests of a condition. */
function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...operandsOf(condition.left), ...operandsOf(condition.right)];
    case 'not':
      return operandsOf(condition.condition);
    case 'compare':
      return [condition.left, condition.right];
    case 'between':
      return [condition.operand, condition.lower, condition.upper];
    case 'in':
      return [condition.operand, ...condition.members];
    case 'call':
      return [condition];
  }
}

const pathsIn = (operand: Operand): readonly Path[] => {
  if (operand.kind === 'call') return operand.parameters.flatMap(pathsIn);
  return operand.kind === 'path' ? [operand] : [];
};

function refuseKeysIn(filter: Condition, keys: readonly (string | undefined)[], bindings: Bindings): void {
  for (const path of operandsOf(filter).flatMap(pathsIn)) {
    const [name] = bindings.path(path, 'FilterExpression');
    if (!keys.includes(name as string)) continue;
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`);
  }
}

function after(range: KeyRange, start: string | undefined, isForward: boolean): KeyRange {
  if (start === undefined) return range;
  if (!isForward) return start < range.to ? { from: range.from, to: start } : range;
  return start >= range.from ? { from: `${start}\0`, to: range.to } : range;
}

function readRange(store: Store, input: Json, page: Page, range: KeyRange, isForward: boolean): PageResult {
  const { table, index, bindings, filter, projection, isCount, limit } = page;
  const items: Item[] = [];
  let [count, scanned, bytes] = [0, 0, 0];
  let last: Stored | undefined;
  const consumption = new Consumption('read');
  const isFetching = fetchesFrom(input, page);
  for (const [, stored] of table.items.read(range, isForward, store.now(), index?.name)) {
    const inIndex = index ? table.items.projection(index, stored.item) : stored.item;
    scanned += 1;
    bytes += inIndex === stored.item ? stored.size : sizeOfItem(inIndex);
    if (isFetching) consumption.read(table.schema.name, readUnits(stored.size, modeOf(input)));
    if (!filter || meets(inIndex, filter, bindings)) {
      count += 1;
      if (!isCount) items.push(projected(isFetching ? stored.item : inIndex, projection));
    }
    if (scanned === limit || bytes > MAX_PAGE_BYTES) {
      last = stored;
      break;
    }
  }
  consumption.read(table.schema.name, readUnits(bytes, modeOf(input)), index?.name);
  return {
    output: {
      ...(isCount ? {} : { Items: items }),
      ...{ Count: count, ScannedCount: scanned },
      ...(last ? { LastEvaluatedKey: lastKey(page, last.item) } : {}),
    },
    consumption,
  };
}

/**
 * Whether a local index fetches each item from the table, as it doesn't hold all that is asked for.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
 */
function fetchesFrom({ Select }: Json, { table, index, projection }: Page): boolean {
  if (!index?.projected || index.isGlobal) return false;
  if (!projection) return Select === 'ALL_ATTRIBUTES';
  const { hash, range } = table.schema;
  const keys = [hash, range, index.range].map((attribute) => attribute?.name);
  return projection.some(([name]) => !keys.includes(name as string) && !index.projected?.has(name as string));
}

const lastKey = ({ table, index }: Page, item: Item): Item => ({
  ...(index ? keyAttributes(index, item) : {}),
  ...keyAttributes(table.schema, item),
});
