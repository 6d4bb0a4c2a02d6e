import { invalid, invalidParameter, unreadable } from './errors.ts';
import { canonicalNumber, compareNumbers, sizeOfNumber } from './numbers.ts';

/** A value as it is on the wire: exactly one member, binary as base64. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
}

/** Attributes by name. Items are never changed in place. */
export type Item = Readonly<Record<string, AttributeValue>>;

export type ValueType = keyof AttributeValue;

/** An attribute, whatever its name: `toString` is none of an item that has no such attribute. */
export const attributeOf = (item: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

/** Sets an attribute of an item in the making, also `__proto__`, which an assignment would lose. */
export function setAttribute(item: Record<string, AttributeValue>, name: string, value: AttributeValue): void {
  if (name !== '__proto__') item[name] = value;
  else Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true });
}

const TYPES: ReadonlySet<string> = new Set(['S', 'N', 'B', 'SS', 'NS', 'BS', 'BOOL', 'NULL', 'L', 'M']);
const MAX_DEPTH = 32;

export const typeOf = (value: AttributeValue): ValueType => {
  for (const type in value) return type as ValueType;
  throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
};

/**
 * Checks a value of a request and returns it with its numbers in canonical form; the same object if
 * they already are. Throws with DynamoDB's text.
 */
export function readValue(value: unknown, depth = 0): AttributeValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable('Unexpected value type in payload');
  }
  const types = Object.keys(value).filter((type) => (value as Record<string, unknown>)[type] !== null);
  const known = types.filter((type) => TYPES.has(type));
  if (known.length === 0) {
    throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
  }
  if (known.length > 1) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (depth > MAX_DEPTH) throw invalid('Nesting Levels have exceeded supported limits');
  const type = known[0] as ValueType;
  return READERS[type](value as AttributeValue, depth);
}

type Reader = (value: AttributeValue, depth: number) => AttributeValue;

const READERS: Readonly<Record<ValueType, Reader>> = {
  S: (value) => (typeof value.S === 'string' ? value : wrongType()),
  N(value) {
    if (typeof value.N !== 'string') return wrongType();
    const number = canonicalNumber(value.N);
    return number === value.N ? value : { N: number };
  },
  B: (value) => (isBase64(value.B) ? value : wrongType()),
  BOOL: (value) => (typeof value.BOOL === 'boolean' ? value : wrongType()),
  NULL(value) {
    if (typeof value.NULL !== 'boolean') return wrongType();
    if (!value.NULL) throw invalidParameter('Null attribute value types must have the value of true');
    return value;
  },
  SS: (value) => readSet('SS', value, 'An string set  may not be empty', (text) => text),
  NS: (value) => readSet('NS', value, 'An number set  may not be empty', canonicalNumber),
  BS: (value) =>
    readSet('BS', value, 'Binary sets should not be empty', (text) => (isBase64(text) ? text : wrongType())),
  L(value, depth) {
    if (!Array.isArray(value.L)) return wrongType();
    const list = value.L.map((member) => readValue(member, depth + 1));
    return list.every((member, index) => member === value.L?.[index]) ? value : { L: list };
  },
  M(value, depth) {
    if (typeof value.M !== 'object' || value.M === null || Array.isArray(value.M)) return wrongType();
    const map = readItem(value.M, depth + 1);
    return map === value.M ? value : { M: map };
  },
};

/** Checks every attribute, as `readValue` does. */
export function readItem(item: unknown, depth = 0): Item {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    throw unreadable('Unexpected value type in payload');
  }
  let changed: Record<string, AttributeValue> | undefined;
  for (const name in item) {
    const given = (item as Item)[name];
    const read = readValue(given, depth);
    if (read !== given) {
      changed ??= { ...(item as Item) };
      setAttribute(changed, name, read);
    }
  }
  return changed ?? (item as Item);
}

function readSet(
  type: 'SS' | 'NS' | 'BS',
  value: AttributeValue,
  empty: string,
  read: (text: string) => string,
): AttributeValue {
  const members = value[type] as unknown;
  if (!Array.isArray(members) || members.some((member) => typeof member !== 'string')) return wrongType();
  if (members.length === 0) throw invalidParameter(empty);
  const canonical = (members as string[]).map(read);
  if (new Set(canonical).size < canonical.length) {
    if (type === 'NS') throw invalid('Input collection contains duplicates');
    // The missing space is DynamoDB's.
    throw invalidParameter(
      `Input collection [${members.join(', ')}]${type === 'BS' ? 'of type BS' : ''} contains duplicates.`,
    );
  }
  return canonical.every((member, index) => member === members[index]) ? value : { [type]: canonical };
}

function wrongType(): never {
  throw unreadable('Unexpected value type in payload');
}

const isBase64 = (text: unknown): text is string =>
  typeof text === 'string' && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);

/** Whether two values are equal, sets in any order. */
export function isEqual(left: AttributeValue, right: AttributeValue): boolean {
  if (left === right) return true;
  const type = typeOf(left);
  if (type !== typeOf(right)) return false;
  switch (type) {
    case 'SS':
    case 'NS':
    case 'BS': {
      const [a, b] = [left[type] ?? [], new Set(right[type])];
      return a.length === b.size && a.every((member) => b.has(member));
    }
    case 'L': {
      const [a, b] = [left.L ?? [], right.L ?? []];
      return a.length === b.length && a.every((member, index) => isEqual(member, b[index] as AttributeValue));
    }
    case 'M':
      return areEqual(left.M ?? {}, right.M ?? {});
    default:
      return left[type] === right[type];
  }
}

/** Whether two items have equal attributes. */
export function areEqual(left: Item, right: Item): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const other = attributeOf(right, name);
      return other !== undefined && isEqual(left[name] as AttributeValue, other);
    })
  );
}

/** The order of two values of the same scalar type; undefined for values that have none. */
export function compareValues(left: AttributeValue, right: AttributeValue): number | undefined {
  if (left.S !== undefined && right.S !== undefined) return compareTexts(left.S, right.S);
  if (left.N !== undefined && right.N !== undefined) return compareNumbers(left.N, right.N);
  if (left.B !== undefined && right.B !== undefined) return Buffer.compare(bytes(left.B), bytes(right.B));
  return undefined;
}

/** By the bytes of UTF-8, which differs from JavaScript's order where surrogates occur. */
export function compareTexts(left: string, right: string): number {
  const [a, b] = [sortableText(left), sortableText(right)];
  return a === b ? 0 : a < b ? -1 : 1;
}

const ABOVE_SURROGATES = /[\ud800-\uffff]/;
const ALL_ABOVE_SURROGATES = /[\ud800-\uffff]/g;

/** A text whose order by code units is the order of the given text's UTF-8 bytes. */
export function sortableText(text: string): string {
  if (!ABOVE_SURROGATES.test(text)) return text;
  return text.replace(ALL_ABOVE_SURROGATES, (unit) => {
    const code = unit.charCodeAt(0);
    return String.fromCharCode(code >= 0xe000 ? code - 0x800 : code + 0x2000);
  });
}

export const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

/**
 * The size in bytes by which limits and units are counted. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function sizeOfItem(item: Item): number {
  let size = 0;
  for (const name in item) size += lengthOf(name) + sizeOf(item[name] as AttributeValue);
  return size;
}

export function sizeOf(value: AttributeValue): number {
  const type = typeOf(value);
  switch (type) {
    case 'S':
      return lengthOf(value.S as string);
    case 'N':
      return sizeOfNumber(value.N as string);
    case 'B':
      return Buffer.byteLength(value.B as string, 'base64');
    case 'SS':
      return sum(value.SS, lengthOf);
    case 'NS':
      return sum(value.NS, sizeOfNumber);
    case 'BS':
      return sum(value.BS, (text) => Buffer.byteLength(text, 'base64'));
    case 'L':
      return 3 + sum(value.L, (member) => 1 + sizeOf(member));
    case 'M': {
      const map = value.M as Item;
      let size = 3;
      for (const name in map) size += 1 + lengthOf(name) + sizeOf(map[name] as AttributeValue);
      return size;
    }
    default:
      return 1;
  }
}

const lengthOf = (text: string): number => Buffer.byteLength(text);

function sum<Member>(members: readonly Member[] | undefined, size: (member: Member) => number): number {
  let total = 0;
  for (const member of members ?? []) total += size(member);
  return total;
}
