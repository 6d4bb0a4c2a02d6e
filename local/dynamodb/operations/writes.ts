import { Consumption } from '../capacity.ts';
import { DynamoDbError, invalid } from '../errors.ts';
import { type Bindings, bindingsOf } from '../expressions/bindings.ts';
import { conditionOf, updateOf } from '../expressions/cache.ts';
import { checkCondition, meets } from '../expressions/condition.ts';
import { select, valueAt } from '../expressions/paths.ts';
import type { Condition, Step, Update } from '../expressions/syntax.ts';
import { applyUpdate, checkUpdate } from '../expressions/update.ts';
import { expression, type Json, noneOf, oneOf, refuseLegacy, required } from '../input.ts';
import { keyOf, refuseEmptyKey, requireKey, requireKeyIn } from '../keys.ts';
import type { Store, Table } from '../store.ts';
import type { Stored } from '../table.ts';
import { type Item, readItem, sizeOfItem } from '../values.ts';

/** The largest item in bytes, names included. Source: the quotas page of DynamoDB. */
export const MAX_ITEM_BYTES = 400 * 1_024;

export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A checked write of one item, which has not looked at the item yet. */
export interface PreparedWrite {
  readonly kind: WriteKind;
  readonly table: Table;
  readonly key: string;
  /** The paths that an update names. */
  readonly paths: readonly (readonly Step[])[];
  /** Whether a refusal returns the item. */
  readonly returnsItemOnRefusal: boolean;
  /** Throws ConditionalCheckFailedException, or for an item that the update doesn't fit. */
  after(before: Stored | undefined): Stored | undefined;
}

const EXPRESSIONS: Readonly<Record<WriteKind, readonly string[]>> = {
  Put: ['ConditionExpression'],
  Delete: ['ConditionExpression'],
  Update: ['UpdateExpression', 'ConditionExpression'],
  ConditionCheck: ['ConditionExpression'],
};

/** A write whose expressions and values are sound, and which knows its table. */
export interface ReadWrite {
  readonly table: Table;
  /** Checks the write against the table's keys. In a transaction, its refusal is a reason. */
  prepare(): PreparedWrite;
}

/** Checks a write as far as that is possible without its item. */
export const prepareWrite = (store: Store, kind: WriteKind, input: Json): PreparedWrite =>
  readWrite(store, kind, input).prepare();

export function readWrite(store: Store, kind: WriteKind, input: Json): ReadWrite {
  refuseLegacy(input);
  required(input, 'TableName');
  const given = required<Item>(input, kind === 'Put' ? 'Item' : 'Key');
  if (kind === 'ConditionCheck') required(input, 'ConditionExpression');
  const item = readItem(given);
  const texts = EXPRESSIONS[kind].map((member) => expression(input, member));
  const bindings = bindingsOf(input, texts, noneOf(EXPRESSIONS[kind]));
  const updateText = kind === 'Update' ? texts[0] : undefined;
  const update = updateText === undefined ? undefined : updateOf(updateText);
  const paths = update ? checkUpdate(update, bindings) : [];
  const condition = readCondition(texts.at(-1), bindings);
  bindings.complete();
  const returnsItemOnRefusal =
    oneOf(input, 'ReturnValuesOnConditionCheckFailure', ['ALL_OLD', 'NONE'], 'NONE') === 'ALL_OLD';
  const table = store.table(input.TableName as string);
  refuseEmptyKey(table.schema, item);
  if (kind === 'Put' && sizeOfItem(item) > MAX_ITEM_BYTES) {
    throw invalid('Item size has exceeded the maximum allowed size');
  }
  const parts = { kind, table, item, update, bindings };
  return { table, prepare: () => preparedOf(parts, { paths, condition, returnsItemOnRefusal }) };
}

interface Checked {
  readonly paths: PreparedWrite['paths'];
  readonly condition: Condition | undefined;
  readonly returnsItemOnRefusal: boolean;
}

function preparedOf(
  parts: Omit<Parts, 'replacement'>,
  { paths, condition, returnsItemOnRefusal }: Checked,
): PreparedWrite {
  const { kind, table, item, bindings } = parts;
  const { schema, items } = table;
  if (kind === 'Put') requireKeyIn(schema, item);
  else requireKey(schema, item);
  refuseKeyChange(table, paths);
  items.refuseNestedKeys(bindings.nested);
  const replacement = kind === 'Put' ? replacementOf(table, item) : undefined;
  return {
    ...{ kind, table, paths, returnsItemOnRefusal, key: keyOf(schema, item) },
    after(before) {
      if (condition && !meets(before?.item ?? {}, condition, bindings)) {
        const shown = returnsItemOnRefusal && before ? { Item: before.item } : {};
        throw new DynamoDbError('ConditionalCheckFailedException', 'The conditional request failed', shown);
      }
      return outcomeOf({ ...parts, replacement }, before);
    },
  };
}

function readCondition(text: string | undefined, bindings: Bindings): Condition | undefined {
  if (text === undefined) return undefined;
  const condition = conditionOf(text, 'ConditionExpression');
  checkCondition(condition, bindings, 'ConditionExpression');
  return condition;
}

function refuseKeyChange({ schema }: Table, paths: readonly (readonly Step[])[]): void {
  for (const [name] of paths) {
    if (name !== schema.hash.name && name !== schema.range?.name) continue;
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
    );
  }
}

function replacementOf({ items }: Table, item: Item): Stored {
  items.requireIndexable(item);
  return items.stored(item);
}

interface Parts {
  readonly kind: WriteKind;
  readonly table: Table;
  readonly item: Item;
  readonly update: Update | undefined;
  readonly bindings: Bindings;
  readonly replacement: Stored | undefined;
}

function outcomeOf(
  { kind, table, item, update, bindings, replacement }: Parts,
  before: Stored | undefined,
): Stored | undefined {
  if (kind === 'Put') return replacement;
  if (kind === 'Delete') return undefined;
  if (kind === 'ConditionCheck') return before;
  const base = before?.item ?? item;
  const stored = table.items.stored(update ? applyUpdate(base, update, bindings) : base);
  if (stored.size > MAX_ITEM_BYTES) throw invalid('Item size to update has exceeded the maximum allowed size');
  table.items.requireIndexable(stored.item);
  return stored;
}

const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] as const;

/** PutItem, UpdateItem and DeleteItem. */
export function writeOne(store: Store, kind: Exclude<WriteKind, 'ConditionCheck'>, input: Json): Written {
  const returns = oneOf(input, 'ReturnValues', RETURN_VALUES, 'NONE');
  if (kind !== 'Update' && returns !== 'NONE' && returns !== 'ALL_OLD') {
    throw invalid('Return values set to invalid value');
  }
  const write = prepareWrite(store, kind, input);
  return {
    write,
    run() {
      const { table, key, paths } = write;
      const before = table.items.get(key);
      const after = write.after(before);
      const consumption = new Consumption('write');
      const indexWrites = table.items.indexWrites(before, after);
      consumption.write(table.schema.name, Math.max(before?.size ?? 0, after?.size ?? 0), indexWrites);
      store.commit([{ table, key, after }]);
      const Attributes = attributesOf(returns, before?.item, after?.item, paths);
      return { output: Attributes ? { Attributes } : {}, consumption };
    },
  };
}

export interface Written {
  readonly write: PreparedWrite;
  run(): { readonly output: Json; readonly consumption: Consumption };
}

function attributesOf(
  returns: (typeof RETURN_VALUES)[number],
  before: Item | undefined,
  after: Item | undefined,
  paths: readonly (readonly Step[])[],
): Item | undefined {
  if (returns === 'NONE') return undefined;
  if (returns === 'ALL_OLD') return before;
  if (returns === 'ALL_NEW') return after;
  const item = returns === 'UPDATED_OLD' ? before : after;
  const present = paths.filter((path) => item && valueAt(item, path) !== undefined);
  return item && present.length > 0 ? select(item, present) : undefined;
}
