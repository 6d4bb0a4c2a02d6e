/** Decides whether an event matches; compiled from an EventBridge event pattern. */
export type Matcher = (event: unknown) => boolean;

type ValueTest = (value: unknown) => boolean;

/**
 * Compiles an event pattern. Throws for an unknown operator, so that nothing is ignored silently.
 */
export function compilePattern(pattern: unknown): Matcher {
  if (!isObject(pattern)) throw new Error(`An event pattern is an object, not ${JSON.stringify(pattern)}`);
  const fields = Object.entries(pattern).map(([key, value]): Matcher => {
    if (key === '$or') return anyOf(value);
    const test = Array.isArray(value) ? leaf(value) : nested(value);
    return (event) => test(isObject(event) ? event[key] : undefined);
  });
  return (event) => fields.every((fits) => fits(event));
}

function anyOf(alternatives: unknown): Matcher {
  if (!Array.isArray(alternatives)) throw new Error('In an event pattern, $or takes a list');
  const matchers = alternatives.map(compilePattern);
  return (event) => matchers.some((fits) => fits(event));
}

function nested(pattern: unknown): Matcher {
  const fits = compilePattern(pattern);
  // A list of objects matches if one of them does.
  return (value) => (Array.isArray(value) ? value.some(fits) : fits(value));
}

/** The list of a field: one of its entries must match one of the event's values. */
function leaf(entries: readonly unknown[]): ValueTest {
  const tests = entries.map(entry);
  return (value) => {
    const values = Array.isArray(value) ? value : [value];
    return tests.some((test) => (values.length === 0 ? test(undefined) : values.some(test)));
  };
}

function entry(expected: unknown): ValueTest {
  if (!isObject(expected)) return (value) => value === expected;
  const [[operator, operand] = [], ...others] = Object.entries(expected);
  const make = operator === undefined ? undefined : OPERATORS[operator];
  if (!make || others.length > 0) {
    throw new Error(`The local cloud does not know the event pattern ${JSON.stringify(expected)}`);
  }
  return make(operand);
}

const OPERATORS: Readonly<Record<string, (operand: unknown) => ValueTest>> = {
  prefix: (operand) => textTest(operand, (value, expected) => value.startsWith(expected)),
  suffix: (operand) => textTest(operand, (value, expected) => value.endsWith(expected)),
  'equals-ignore-case': (operand) =>
    textTest({ 'equals-ignore-case': operand }, (value, expected) => value === expected),
  exists: (operand) => (value) => (value !== undefined) === operand,
  numeric,
  'anything-but': anythingBut,
};

/** Compares text with an operand, which may ask to ignore the case. */
function textTest(operand: unknown, compare: (value: string, expected: string) => boolean): ValueTest {
  if (typeof operand === 'string') return (value) => typeof value === 'string' && compare(value, operand);
  const folded = isObject(operand) ? operand['equals-ignore-case'] : undefined;
  if (typeof folded !== 'string') throw new Error(`An event pattern compares text with ${JSON.stringify(operand)}`);
  return (value) => typeof value === 'string' && compare(value.toLowerCase(), folded.toLowerCase());
}

function anythingBut(operand: unknown): ValueTest {
  const excluded = (Array.isArray(operand) ? operand : [operand]).map(entry);
  return (value) => value !== undefined && !excluded.some((test) => test(value));
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(operand: unknown): ValueTest {
  const parts = Array.isArray(operand) ? operand : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const compare = COMPARISONS[String(parts[index])];
    const bound: unknown = parts[index + 1];
    if (!compare || typeof bound !== 'number')
      throw new Error(`An event pattern compares with ${JSON.stringify(operand)}`);
    tests.push((value) => compare(value, bound));
  }
  if (tests.length === 0) throw new Error('In an event pattern, numeric takes comparisons such as [">", 0]');
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
