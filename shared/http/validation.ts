import type * as z from 'zod';
import type { FieldError, FieldErrorCode } from '../kernel/field-error.ts';

/** A mistake in a value: its path, its kind and a sentence for people. */
export interface Mistake extends Omit<FieldError, 'pointer'> {
  readonly path: readonly PropertyKey[];
}

type Issue = z.core.$ZodIssue;
type Described = Pick<Mistake, 'code' | 'detail'>;
type Size = Extract<Issue, { code: 'too_small' | 'too_big' }>;

/** Plain words for the kinds of values, by the schema library's names. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  email: 'Not an email address.',
  url: 'Not a URL.',
  uuid: 'Not a UUID.',
  date: 'Not a date such as 2026-01-31.',
  datetime: 'Not a date and time in UTC such as 2026-01-31T12:00:00Z.',
};

/**
 * Units and codes for the size of each kind of value. Numbers have none: they are compared
 * directly.
 */
const SIZES: Readonly<Record<string, { units: [string, string]; small: FieldErrorCode; large: FieldErrorCode }>> = {
  string: { units: ['character', 'characters'], small: 'too_short', large: 'too_long' },
  array: { units: ['entry', 'entries'], small: 'too_few', large: 'too_many' },
  set: { units: ['entry', 'entries'], small: 'too_few', large: 'too_many' },
  map: { units: ['entry', 'entries'], small: 'too_few', large: 'too_many' },
};

/**
 * Checks a value against a schema. Every mistake is described in plain sentences: the schema's own
 * where it has one, never the schema library's.
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { readonly data: z.output<Schema> } | { readonly mistakes: readonly Mistake[] } {
  const parsed = schema.safeParse(value, {
    reportInput: true,
    error: (issue) => describe(issue as Issue).detail,
  });
  return parsed.success ? { data: parsed.data } : { mistakes: mistakesOf(parsed.error.issues) };
}

/** A JSON pointer (RFC 6901) as a URI fragment (section 6). */
export const pointerTo = (root: string, path: readonly PropertyKey[]): string =>
  `#${root}${path.map((part) => `/${encodeURIComponent(String(part).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;

function mistakesOf(issues: readonly Issue[]): Mistake[] {
  return meaningful(issues).flatMap(mistakesIn);
}

/**
 * Leaves out issues that another one of the same value makes meaningless, such as the length of a
 * text where a list is wanted.
 */
const meaningful = (issues: readonly Issue[]): Issue[] =>
  issues.filter((issue) => !issues.some((other) => other !== issue && silences(other, issue)));

function silences(issue: Issue, other: Issue): boolean {
  if (!samePath(issue.path, other.path)) return false;
  // A huge integer breaks the range of safe integers, and the schema's own range, which is clearer.
  if ('origin' in other && other.origin === 'int') return issue.code === other.code;
  if (isWrongKind(issue)) return !isWrongKind(other);
  // A rule compares what a value means, which a text of the wrong form does not have.
  return other.code === 'custom' && isWrongText(issue);
}

const isWrongKind = (issue: Issue): boolean => issue.code === 'invalid_type' || isMissing(issue);

const isWrongText = (issue: Issue): boolean =>
  issue.code === 'invalid_format' || ('origin' in issue && issue.origin === 'string');

const samePath = (left: readonly PropertyKey[], right: readonly PropertyKey[]): boolean =>
  left.length === right.length && left.every((part, index) => part === right[index]);

function mistakesIn(issue: Issue): Mistake[] {
  const { code, detail } = describe(issue);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], code, detail }));
  }
  const within = issue.code === 'invalid_union' && code !== 'required' ? mistakesInUnion(issue.errors) : undefined;
  const placed = within?.mistakes.map((mistake) => ({ ...mistake, path: [...issue.path, ...mistake.path] })) ?? [];
  if (within?.isExplained) return placed;
  // The message is the schema's own sentence if it has one. A missing field always reads
  // "Required."
  return [...placed, { path: issue.path, code, detail: code === 'required' ? detail : issue.message }];
}

/**
 * The mistakes of the form that the value is closest to. When several are equally close, those
 * that all of them have in common; they do not explain why the value has none of the forms.
 */
function mistakesInUnion(forms: readonly (readonly Issue[])[]): { mistakes: Mistake[]; isExplained: boolean } {
  const distances = forms.map((issues) => distanceFrom(meaningful(issues)));
  const least = Math.min(...distances);
  const [nearest, ...others] = forms.filter((_, index) => distances[index] === least).map(mistakesOf);
  if (!nearest) return { mistakes: [], isExplained: false };
  if (others.length === 0) return { mistakes: nearest, isExplained: true };
  const mistakes = nearest.filter(
    (mistake) => mistake.path.length > 0 && others.every((other) => other.some((one) => isSame(one, mistake))),
  );
  return { mistakes, isExplained: false };
}

const isSame = (left: Mistake, right: Mistake): boolean =>
  samePath(left.path, right.path) && left.code === right.code && left.detail === right.detail;

/**
 * Counts missing and unknown fields, and a value of the wrong kind as a whole. Wrong contents do
 * not count.
 */
const distanceFrom = (issues: readonly Issue[]): number =>
  issues
    .map((issue) => {
      if (issue.code === 'unrecognized_keys') return issue.keys.length;
      return isMissing(issue) || issue.path.length === 0 ? 1 : 0;
    })
    .reduce<number>((sum, distance) => sum + distance, 0);

function isMissing(issue: Issue): boolean {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value' && issue.code !== 'invalid_union') return false;
  if (issue.code === 'invalid_union' && 'discriminator' in issue && issue.discriminator !== undefined) {
    return (issue.input as Record<string, unknown>)[issue.discriminator] === undefined;
  }
  return issue.input === undefined;
}

function describe(issue: Issue): Described {
  if (isMissing(issue)) return { code: 'required', detail: 'Required.' };
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong_type', detail: kindSentence([issue.expected]) };
    case 'invalid_value':
      return { code: 'not_an_option', detail: optionSentence(issue.values) };
    case 'invalid_format':
      return { code: 'bad_format', detail: FORMATS[issue.format] ?? 'Wrong format.' };
    case 'too_small':
    case 'too_big':
      return describeSize(issue);
    case 'not_multiple_of':
      return { code: 'not_multiple', detail: `Must be a multiple of ${issue.divisor}.` };
    case 'unrecognized_keys':
      return { code: 'unknown_field', detail: 'Unknown field.' };
    case 'invalid_union':
      return describeUnion(issue);
    case 'invalid_key':
    case 'invalid_element':
      return describePart(issue);
    case 'custom':
      return { code: issue.params?.code ?? 'invalid', detail: 'Not valid.' };
  }
}

const kindSentence = (names: readonly string[]): string => {
  const kinds = [...new Set(names.map((name) => KINDS[name]))];
  return kinds.includes(undefined) ? 'Wrong type.' : `Must be ${kinds.join(' or ')}.`;
};

/** A list of words may have one today and more tomorrow; a single `true` or `null` is no list. */
const optionSentence = (options: readonly unknown[]): string =>
  options.length === 1 && typeof options[0] !== 'string' ? `Must be ${options[0]}.` : `One of: ${options.join(', ')}.`;

function describeSize(issue: Size): Described {
  const size = SIZES[issue.origin];
  const isSmall = issue.code === 'too_small';
  const limit = Number(isSmall ? issue.minimum : issue.maximum);
  const number = limit.toLocaleString('en');
  const amount = size ? `${number} ${size.units[limit === 1 ? 0 : 1]}` : number;
  const code = isSmall ? (size?.small ?? 'too_small') : (size?.large ?? 'too_large');
  if (issue.exact) return { code, detail: `Exactly ${amount}.` };
  if (isSmall && size && limit === 1) return { code, detail: 'Must not be empty.' };
  if (issue.inclusive === false) return { code, detail: `${isSmall ? 'More' : 'Less'} than ${amount}.` };
  return { code, detail: `At ${isSmall ? 'least' : 'most'} ${amount}.` };
}

function describeUnion(issue: Extract<Issue, { code: 'invalid_union' }>): Described {
  if ('options' in issue && issue.options) return { code: 'not_an_option', detail: optionSentence(issue.options) };
  const kinds = issue.errors
    .flatMap(meaningful)
    .map((one) => (one.code === 'invalid_type' && one.path.length === 0 ? one : undefined));
  return kinds.length > 0 && kinds.every((one) => one !== undefined)
    ? { code: 'wrong_type', detail: kindSentence(kinds.map(({ expected }) => expected)) }
    : { code: 'invalid', detail: 'Has none of the allowed forms.' };
}

/** No pointer reaches a key or such an entry, so its first mistake is reported at the member. */
function describePart(issue: Extract<Issue, { code: 'invalid_key' | 'invalid_element' }>): Described {
  const part = issue.code === 'invalid_key' ? 'name' : 'value';
  const [first] = issue.issues;
  if (!first) return { code: 'invalid', detail: `Not a valid ${part}.` };
  const { code, detail } = describe(first);
  // A schema's own sentence says what it is about.
  if (first.message !== detail) return { code, detail: first.message };
  return { code, detail: `Not a valid ${part}: ${detail.charAt(0).toLowerCase()}${detail.slice(1)}` };
}
