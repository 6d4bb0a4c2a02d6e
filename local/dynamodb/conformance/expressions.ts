import fc from 'fast-check';
import type { AttributeValue } from '../values.ts';
import { mostly, valueFor } from './values.ts';

/** A path: attributes of every type, present or not, nested or aliased; some are no paths. */
export const path: fc.Arbitrary<string> = mostly(
  fc.oneof(
    fc.constantFrom('a', 't', 'n', 'k', 'm', 'l', 'ss', 'ns', 'bs', '#name', '#space', '#a', 'absent'),
    fc.constantFrom(
      'm.x',
      'm.y',
      'm.#name',
      'm.y[0]',
      'm.y[1].x',
      'l[0]',
      'l[1]',
      'l[2].x',
      'l[0][1]',
      '#m.#x',
      'l[9]',
    ),
    fc.constantFrom('pk', 'sk', 'gpk', 'gsk', 'lsk'),
  ),
  fc.constantFrom(
    'name',
    'm.name',
    'size',
    '#',
    '#undefined',
    'm.',
    'l[',
    'l[a]',
    'l[-1]',
    '1a',
    '_a',
    'a-b',
    'a..b',
    '[0]',
  ),
  50,
);

const NAMES: Readonly<Record<string, string>> = {
  '#name': 'name',
  '#space': 'with space',
  '#a': 'a',
  '#m': 'm',
  '#x': 'x',
};

/** Named by the attribute whose type they mostly have. */
const value = fc.constantFrom(':a', ':t', ':n', ':k', ':m', ':l', ':ss', ':ns', ':bs');

const NAMED_TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];
const typeName = fc.constantFrom(...NAMED_TYPES.map((type) => `:is${type}`), ':t', ':isX');

const operand = mostly(
  fc.oneof(
    path,
    value,
    path.map((of) => `size(${of})`),
  ),
  fc.oneof(
    value.map((of) => `size(${of})`),
    path.map((of) => `if_not_exists(${of}, :a)`),
    path.map((of) => `(${of})`),
  ),
  25,
);

const test = fc.oneof(
  fc
    .tuple(mostly(path, operand, 3), fc.constantFrom('=', '<>', '<', '<=', '>', '>='), mostly(value, operand, 3))
    .map((parts) => parts.join(' ')),
  fc
    .tuple(path, fc.constantFrom(':n', ':t', ':k', ':a'), fc.constantFrom(':n2', ':t2', ':k2'))
    .map(([of, low, high]) => `${of} BETWEEN ${low} AND ${high}`),
  fc
    .tuple(operand, fc.array(operand, { minLength: 1, maxLength: 3 }))
    .map(([of, members]) => `${of} IN (${members.join(', ')})`),
  path.map((of) => `attribute_exists(${of})`),
  path.map((of) => `attribute_not_exists(${of})`),
  fc.tuple(path, typeName).map(([of, type]) => `attribute_type(${of}, ${type})`),
  fc
    .tuple(mostly(path, operand), mostly(fc.constantFrom(':t', ':k'), operand, 9))
    .map(([of, prefix]) => `begins_with(${of}, ${prefix})`),
  fc.tuple(mostly(path, operand), operand).map(([of, member]) => `contains(${of}, ${member})`),
);

const strangeTest = fc.oneof(
  operand,
  fc
    .tuple(
      fc.constantFrom('attribute_exists', 'contains', 'begins_with', 'size', 'nothing', 'attribute_type'),
      fc.array(operand, { maxLength: 3 }),
    )
    .map(([name, parameters]) => `${name}(${parameters.join(', ')})`),
);

/** Damages a text, so that it is mostly no expression any more. */
const damaged = (expression: fc.Arbitrary<string>) =>
  fc
    .tuple(
      expression,
      fc.nat(60),
      fc.constantFrom('', '', '(', ')', ',', ' AND ', ' = ', ':', '#', '.', '$', ' NOT ', '"', ' OR'),
    )
    .map(
      ([whole, at, put]) =>
        `${whole.slice(0, at % (whole.length + 1))}${put}${whole.slice((at % (whole.length + 1)) + 1)}`,
    );

const { condition: sound } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 6, arbitrary: mostly(test, strangeTest, 30) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('condition'), fc.constantFrom('AND', 'OR', 'and'), tie('condition'))
        .map((parts) => parts.join(' ')),
    },
    { weight: 1, arbitrary: tie('condition').map((inner) => `NOT ${inner}`) },
    { weight: 1, arbitrary: tie('condition').map((inner) => `(${inner})`) },
  ),
}));

export const condition: fc.Arbitrary<string> = mostly(sound, fc.oneof(damaged(sound), fc.constantFrom('', ' ')), 25);

const setOperand = fc.oneof(
  { weight: 3, arbitrary: value },
  { weight: 1, arbitrary: path },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('n', ':n', 'm.x', 'absent'), fc.constantFrom('+', '-'), fc.constantFrom(':n', 'n', ':a'))
      .map((parts) => parts.join(' ')),
  },
  { weight: 2, arbitrary: fc.tuple(path, value).map(([of, fallback]) => `if_not_exists(${of}, ${fallback})`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('if_not_exists(n, :n)', 'if_not_exists(absent, :n)'), fc.constantFrom('+', '-'))
      .map(([of, sign]) => `${of} ${sign} :n`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('l', ':l', 'm.y', 'if_not_exists(l, :l)'), fc.constantFrom('l', ':l', ':a'))
      .map(([head, tail]) => `list_append(${head}, ${tail})`),
  },
);

const clauses = (clause: fc.Arbitrary<string>) =>
  fc.array(clause, { minLength: 1, maxLength: 2 }).map((all) => all.join(', '));

const SECTIONS: readonly fc.Arbitrary<string>[] = [
  clauses(fc.tuple(path, setOperand).map(([of, to]) => `${of} = ${to}`)).map((all) => `SET ${all}`),
  clauses(path).map((all) => `REMOVE ${all}`),
  clauses(
    mostly(
      fc.constantFrom('n :n', 'ns :ns', 'ss :ss', 'bs :bs', 'm.x :n', 'absent :n', 'absent :ss'),
      fc.tuple(path, value).map((parts) => parts.join(' ')),
      4,
    ),
  ).map((all) => `ADD ${all}`),
  clauses(
    mostly(
      fc.constantFrom('ns :ns', 'ss :ss', 'bs :bs', 'absent :ss'),
      fc.tuple(path, value).map((parts) => parts.join(' ')),
      4,
    ),
  ).map((all) => `DELETE ${all}`),
];

const soundUpdate = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(...SECTIONS) },
  {
    weight: 1,
    arbitrary: fc
      .shuffledSubarray([...SECTIONS], { minLength: 2 })
      .chain((chosen) => fc.tuple(...chosen).map((all) => all.join(' '))),
  },
);

export const update: fc.Arbitrary<string> = mostly(
  soundUpdate,
  fc.oneof(damaged(soundUpdate), fc.constantFrom('', 'SET', 'SET a = :a SET t = :t', 'ADD a', 'REMOVE a,')),
  25,
);

const soundProjection = fc.array(path, { minLength: 1, maxLength: 3 }).map((paths) => paths.join(', '));
export const projection: fc.Arbitrary<string> = mostly(
  soundProjection,
  fc.oneof(damaged(soundProjection), fc.constant('')),
  25,
);

/** The members of a request that bind names and values. */
export interface Bound {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>>;
}

const bindingFor = (name: string): fc.Arbitrary<AttributeValue> =>
  name.startsWith(':is') ? fc.constant({ S: name.slice(3) }) : valueFor(name.slice(1).replace('2', ''));

/** Names and values for expressions; now and then one too few or one too many. */
export function boundFor(
  texts: readonly string[],
  given: Readonly<Record<string, fc.Arbitrary<AttributeValue>>> = {},
): fc.Arbitrary<Bound> {
  const found = (pattern: RegExp) => [...new Set(texts.flatMap((one) => one.match(pattern) ?? []))];
  const names = found(/#\w+/g).filter((name) => NAMES[name]);
  const values = found(/:\w+/g);
  return fc
    .record({
      names: mostly(fc.constant(names), fc.constantFrom(names.slice(1), [...names, '#a', '#x'])),
      values: mostly(fc.constant(values), fc.constantFrom(values.slice(1), [...values, ':a', ':unused'])),
    })
    .chain((chosen) =>
      fc
        .record(Object.fromEntries(chosen.values.map((name) => [name, given[name] ?? bindingFor(name)])), {
          noNullPrototype: true,
        })
        .map((bound) => ({
          ...(chosen.names.length > 0
            ? {
                ExpressionAttributeNames: Object.fromEntries(chosen.names.map((name) => [name, NAMES[name] as string])),
              }
            : {}),
          ...(chosen.values.length > 0 ? { ExpressionAttributeValues: bound } : {}),
        })),
    );
}
