import fc from 'fast-check';
import type { AttributeValue, Item } from '../values.ts';

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: length });

/** Where the forms and limits of numbers are. */
const NUMBER_EDGES = [
  ...['0', '-0', '0.0', '-0.000', '00', '0e5', '1', '-1', '1.0', '01', '1.50', '.5', '+1', '100', '1e2', '1E+2'],
  ...['1e-2', '-12.3400e3', '9'.repeat(38), `-${'9'.repeat(38)}`, `1${'0'.repeat(40)}`, `0.${'0'.repeat(20)}1`],
  ...['9007199254740993', '123456789012345678901234567890.12345678', '1e125', '-1e125', '1e-130', '-1e-130'],
  ...[`${'9'.repeat(38)}e88`, '1e37', '1e38', '99999999999999999999.5'],
];

const NOT_STORED = [
  ...['', 'abc', ' 1', '1 ', '1e', '-', '.', 'NaN', 'Infinity', '0x10', '1_000', '1,5', '1e126', '-1e126', '1e-131'],
  ...['9'.repeat(39), `0.${'1'.repeat(39)}`, '1e1000'],
];

export const storedNumber: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -20, max: 20 }).map(String) },
  { weight: 2, arbitrary: fc.constantFrom(...NUMBER_EDGES) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('', '-'), digits(19), digits(18), fc.integer({ min: -90, max: 90 }))
      .map(([sign, whole, part, exponent]) => `${sign}${whole}.${part}e${exponent}`),
  },
);

/** Few texts, so that they meet; with the units around the surrogates, whose order is special. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'ab', 'abc', 'b', 'B', 'ba', ' ') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('é', '\ufffd', '😀', '\u{10ffff}', 'a\u0000', 'a\u0000b', '\u0001', '\uffff'),
  },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }) },
);

const base64 = (bytes: Iterable<number>) => Buffer.from(Uint8Array.from(bytes)).toString('base64');

export const binary: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('AA==', 'AAA=', 'AAAA', 'AQ==', 'YQ==', 'YWI=', '/w==', '//8='),
  fc.uint8Array({ minLength: 1, maxLength: 4 }).map(base64),
);

const scalars = {
  S: fc.oneof({ weight: 9, arbitrary: text }, fc.constant('')).map((S) => ({ S })),
  N: storedNumber.map((N) => ({ N })),
  B: fc.oneof({ weight: 9, arbitrary: binary }, fc.constant('')).map((B) => ({ B })),
  BOOL: fc.boolean().map((BOOL) => ({ BOOL })),
  NULL: fc.constant({ NULL: true }),
};

/** Numbers of a set differ by value, not only by form. */
const distinctNumbers = fc
  .uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 4 })
  .map((members) => ({ NS: members.map(String) }));

const sets = {
  SS: fc.uniqueArray(text, { minLength: 1, maxLength: 4 }).map((SS) => ({ SS })),
  NS: distinctNumbers,
  BS: fc.uniqueArray(binary, { minLength: 1, maxLength: 3 }).map((BS) => ({ BS })),
};

const scalar: fc.Arbitrary<AttributeValue> = fc.oneof(...Object.values(scalars));

const { value } = fc.letrec<{ value: AttributeValue; list: AttributeValue; map: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 6, arbitrary: scalar },
    { weight: 3, arbitrary: fc.oneof(...Object.values(sets)) },
    { weight: 1, arbitrary: tie('list') },
    { weight: 1, arbitrary: tie('map') },
  ),
  list: fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
  map: fc.dictionary(fc.constantFrom('x', 'y', 'name'), tie('value'), { maxKeys: 3 }).map((M) => ({ M: { ...M } })),
}));

const list = fc.array(value, { maxLength: 4 }).map((L) => ({ L }));
const map = fc
  .record({ x: value, y: fc.oneof(value, list), name: value }, { requiredKeys: [], noNullPrototype: true })
  .map((M) => ({ M }));

const invalidValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.constantFrom(...NOT_STORED).map((N) => ({ N })),
  fc.constantFrom<unknown>(
    {},
    { S: 'a', N: '1' },
    { SS: [] },
    { NS: [] },
    { BS: [] },
    { L: [{}] },
    { M: { x: {} } },
    { SS: ['a', 'b', 'a'] },
    { NS: ['1', '1.0'] },
    { NS: ['x'] },
    { BS: ['AA==', 'AA=='] },
    { NULL: false },
  ) as fc.Arbitrary<AttributeValue>,
);

/** Mostly what the given arbitrary makes, once in a while something else. */
export const mostly = <Usual, Other>(usual: fc.Arbitrary<Usual>, other: fc.Arbitrary<Other>, odds = 30) =>
  fc.oneof({ weight: odds, arbitrary: usual }, { weight: 1, arbitrary: other });

/** The attributes beside the keys, by name; each mostly has one type. */
const ATTRIBUTES = {
  a: value,
  t: scalars.S,
  n: scalars.N,
  k: scalars.B,
  m: map,
  l: list,
  ss: sets.SS,
  ns: sets.NS,
  bs: sets.BS,
  name: value,
  'with space': scalar,
};

/** By the names of `ATTRIBUTES` and of values in expressions. */
export const valueFor = (name: string): fc.Arbitrary<AttributeValue> => {
  const usual = (ATTRIBUTES as Record<string, fc.Arbitrary<AttributeValue>>)[name];
  return mostly(usual ? mostly(usual, value, 12) : value, invalidValue, 120);
};

/** Some of the attributes, or all of them. */
export const someOf = (all: Readonly<Record<string, fc.Arbitrary<AttributeValue>>>): fc.Arbitrary<Item> =>
  fc.record(all, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Item>;

export const attributes: fc.Arbitrary<Item> = someOf(
  Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, valueFor(name)])),
);

export type KeyType = 'S' | 'N' | 'B';

const KEYS: Readonly<Record<KeyType, fc.Arbitrary<AttributeValue>>> = {
  S: fc.oneof(fc.constantFrom('a', 'ab', 'b'), text).map((S) => ({ S })),
  N: fc.oneof(fc.constantFrom('1', '1.0', '-1', '2', '10'), storedNumber).map((N) => ({ N })),
  B: fc.oneof(fc.constantFrom('AA==', 'YQ=='), binary).map((B) => ({ B })),
};

/** A value for a key attribute, now and then of another type, empty or invalid. */
export const keyValue = (type: KeyType, odds = 60): fc.Arbitrary<AttributeValue> =>
  mostly(KEYS[type], fc.oneof(value, invalidValue, fc.constantFrom<AttributeValue>({ S: '' }, { B: '' })), odds);
