import { invalid, invalidParameter } from './errors.ts';
import { sortableNumber } from './numbers.ts';
import { type AttributeValue, attributeOf, type Item, setAttribute, sortableText, typeOf } from './values.ts';

export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The key of a table or of an index. */
export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range?: KeyAttribute;
}

/**
 * Keys are texts whose order by code units is the order of DynamoDB's. First comes a hash of the
 * partition, so that a scan's order tells nothing, as in DynamoDB. Then come the partition, the
 * sort key and, in an index, the table's key.
 */
const END_OF_PART = '\0\0';
const AFTER_PART = '\0\x01';

/** The longest partition and sort key in bytes. */
const MAX_HASH_BYTES = 2_048;
const MAX_RANGE_BYTES = 1_024;

/** All keys with `from <= key < to`. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

export const isIn = ({ from, to }: KeyRange, key: string): boolean => from <= key && key < to;

/** The stored form of one key attribute's value. */
export function encoded(value: AttributeValue): string {
  const text =
    value.S !== undefined
      ? sortableText(value.S)
      : value.N !== undefined
        ? sortableNumber(value.N)
        : Buffer.from(value.B ?? '', 'base64').toString('latin1');
  return text.includes('\0') ? text.replaceAll('\0', '\0\x01') : text;
}

export function partitionOf(hash: AttributeValue): string {
  const text = encoded(hash);
  return `${spread(text)}${text}${END_OF_PART}`;
}

/** The key of an item that has all key attributes. */
export function keyOf({ hash, range }: KeySchema, item: Item): string {
  const partition = partitionOf(item[hash.name] as AttributeValue);
  return range ? `${partition}${encoded(item[range.name] as AttributeValue)}${END_OF_PART}` : partition;
}

/** FNV-1a in two characters. */
function spread(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The last round mixes the low bits, which differ most between similar keys, into the high ones.
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return String.fromCharCode(hash >>> 16, hash & 0xffff);
}

/** The part of all keys that a scan's segment holds. */
export function segmentRange(segment: number, total: number): KeyRange {
  const edge = (part: number) => String.fromCharCode(Math.ceil((part * 0x10000) / total));
  return {
    from: segment === 0 ? '' : edge(segment),
    to: segment === total - 1 ? '\uffff'.repeat(8) : edge(segment + 1),
  };
}

export type RangeTest =
  | { readonly operator: '=' | '<' | '<=' | '>' | '>='; readonly value: AttributeValue }
  | { readonly operator: 'BETWEEN'; readonly lower: AttributeValue; readonly upper: AttributeValue }
  | { readonly operator: 'begins_with'; readonly value: AttributeValue };

/** The keys of a partition whose sort key passes the test. */
export function rangeOf(partition: string, test: RangeTest | undefined): KeyRange {
  const whole = { from: partition, to: `${partition.slice(0, -END_OF_PART.length)}${AFTER_PART}` };
  if (!test) return whole;
  const before = (value: AttributeValue) => `${partition}${encoded(value)}${END_OF_PART}`;
  const after = (value: AttributeValue) => `${partition}${encoded(value)}${AFTER_PART}`;
  switch (test.operator) {
    case '=':
      return { from: before(test.value), to: after(test.value) };
    case '<':
      return { from: whole.from, to: before(test.value) };
    case '<=':
      return { from: whole.from, to: after(test.value) };
    case '>':
      return { from: after(test.value), to: whole.to };
    case '>=':
      return { from: before(test.value), to: whole.to };
    case 'BETWEEN':
      return { from: before(test.lower), to: after(test.upper) };
    case 'begins_with': {
      const prefix = encoded(test.value);
      return prefix === '' ? whole : { from: `${partition}${prefix}`, to: next(`${partition}${prefix}`) };
    }
  }
}

/** The first text after all that begin with the prefix. */
function next(prefix: string): string {
  const last = prefix.charCodeAt(prefix.length - 1);
  const rest = prefix.slice(0, -1);
  return last === 0xffff ? next(rest) : `${rest}${String.fromCharCode(last + 1)}`;
}

const namesOf = ({ hash, range }: KeySchema): readonly KeyAttribute[] => (range ? [hash, range] : [hash]);

/** The attributes of the item that make its key. */
export function keyAttributes(schema: KeySchema, item: Item): Item {
  const key: Record<string, AttributeValue> = {};
  for (const { name } of namesOf(schema)) setAttribute(key, name, item[name] as AttributeValue);
  return key;
}

/** Throws unless the key has exactly the table's key attributes, with their types. */
export function requireKey(schema: KeySchema, key: Item): void {
  const attributes = namesOf(schema);
  if (Object.keys(key).length !== attributes.length) throw mismatch();
  for (const { name, type } of attributes) {
    const value = attributeOf(key, name);
    if (value === undefined || typeOf(value) !== type) throw mismatch();
  }
  refuseLongKey(schema, key);
}

export const mismatch = (): Error => invalid('The provided key element does not match the schema');

/** Throws unless the item has the table's key attributes, with their types. */
export function requireKeyIn(schema: KeySchema, item: Item): void {
  for (const { name, type } of namesOf(schema)) {
    const value = attributeOf(item, name);
    if (value === undefined) throw invalidParameter(`Missing the key ${name} in the item`);
    if (typeOf(value) !== type) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
  }
  refuseLongKey(schema, item);
}

/**
 * Throws for an empty key attribute. This needs no look at the table's items, so that even a
 * transaction is refused as a whole.
 */
export function refuseEmptyKey(schema: KeySchema, item: Item): void {
  for (const { name, type } of namesOf(schema)) {
    if (type === 'N' || attributeOf(item, name)?.[type] !== '') continue;
    const kind = type === 'S' ? 'string' : 'binary';
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
    );
  }
}

function refuseLongKey(schema: KeySchema, item: Item): void {
  refuseLong(item[schema.hash.name] as AttributeValue, 'hash', MAX_HASH_BYTES);
  if (schema.range) refuseLong(item[schema.range.name] as AttributeValue, 'range', MAX_RANGE_BYTES);
}

function refuseLong({ S, B }: AttributeValue, part: 'hash' | 'range', most: number): void {
  const size =
    S !== undefined ? (S.length * 3 <= most ? 0 : Buffer.byteLength(S)) : Buffer.byteLength(B ?? '', 'base64');
  if (size <= most) return;
  const name = part === 'hash' ? 'hashkey' : 'rangekey';
  throw invalidParameter(
    `Size of ${name} has exceeded the maximum size limit of${part === 'hash' ? '' : ' '}${most} bytes`,
  );
}

/**
 * Whether the item belongs into the index. Throws for an attribute of the index's key that has
 * another type or is empty.
 */
export function isIndexed(schema: KeySchema, indexName: string, item: Item): boolean {
  let complete = true;
  for (const { name, type } of namesOf(schema)) {
    const value = attributeOf(item, name);
    if (value === undefined) {
      complete = false;
      continue;
    }
    if (typeOf(value) !== type) {
      throw invalidParameter(
        `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
      );
    }
    if (value.S === '' || value.B === '') {
      const kind = value.S === '' ? 'string' : 'binary';
      throw invalid(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${indexName}, IndexKey: ${name}`,
      );
    }
  }
  return complete;
}
