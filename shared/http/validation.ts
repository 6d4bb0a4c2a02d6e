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
  `#${root}${path.map((part) => `/${encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`;

function mistakesOf(issues: readonly Issue[]): Mistake[] {
  return issues.filter((issue) => !isRepeated(issue, issues)).flatMap(mistakesIn);
}

/**
 * A huge integer breaks the range of safe integers and the schema's own range. Only the latter is
 * reported.
 */
const isRepeated = (issue: Issue, issues: readonly Issue[]): boolean =>
  'origin' in issue &&
  issue.origin === 'int' &&
  issues.some((other) => other !== issue && other.code === issue.code && samePath(other.path, issue.path));

const samePath = (left: readonly PropertyKey[], right: readonly PropertyKey[]): boolean =>
  left.length === right.length && left.every((part, index) => part === right[index]);

function mistakesIn(issue: Issue): Mistake[] {
  const { code, detail } = describe(issue);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], code, detail }));
  }
  const branch = issue.code === 'invalid_union' && code !== 'required' ? likelyBranch(issue.errors) : undefined;
  if (branch) return mistakesOf(branch).map((mistake) => ({ ...mistake, path: [...issue.path, ...mistake.path] }));
  // The message is the schema's own sentence if it has one. A missing field always reads
  // "Required."
  return [{ path: issue.path, code, detail: code === 'required' ? detail : issue.message }];
}

/** The form that the value is closest to; undefined when several are equally close. */
function likelyBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const distances = branches.map(distanceFrom);
  const least = Math.min(...distances);
  const nearest = branches.filter((_, index) => distances[index] === least);
  return nearest.length === 1 ? nearest[0] : undefined;
}

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

const optionSentence = (options: readonly unknown[]): string =>
  options.length === 1 ? `Must be ${options[0]}.` : `One of: ${options.join(', ')}.`;

function describeSize(issue: Size): Described {
  const size = SIZES[issue.origin];
  const isSmall = issue.code === 'too_small';
  const limit = Number(isSmall ? issue.minimum : issue.maximum);
  const amount = size ? `${limit} ${size.units[limit === 1 ? 0 : 1]}` : `${limit}`;
  const code = isSmall ? (size?.small ?? 'too_small') : (size?.large ?? 'too_large');
  if (issue.exact) return { code, detail: `Exactly ${amount}.` };
  if (isSmall && size && limit === 1) return { code, detail: 'Must not be empty.' };
  if (issue.inclusive === false) return { code, detail: `${isSmall ? 'More' : 'Less'} than ${amount}.` };
  return { code, detail: `At ${isSmall ? 'least' : 'most'} ${amount}.` };
}

function describeUnion(issue: Extract<Issue, { code: 'invalid_union' }>): Described {
  if ('options' in issue && issue.options) return { code: 'not_an_option', detail: optionSentence(issue.options) };
  const kinds = issue.errors
    .flat()
    .map((one) => (one.code === 'invalid_type' && one.path.length === 0 ? one : undefined));
  return kinds.length > 0 && kinds.every((one) => one !== undefined)
    ? { code: 'wrong_type', detail: kindSentence(kinds.map(({ expected }) => expected)) }
    : { code: 'invalid', detail: 'Has none of the allowed forms.' };
}

/** No pointer reaches a key or such an entry, so its first mistake is reported at the member. */
function describePart(issue: Extract<Issue, { code: 'invalid_key' | 'invalid_element' }>): Described {
  const [first] = issue.issues;
  const { code, detail } = first
    ? { ...describe(first), detail: first.message }
    : { code: 'invalid' as const, detail: 'Not valid.' };
  return { code, detail: `${issue.code === 'invalid_key' ? 'Its name' : 'Its value'}: ${detail}` };
}
