import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { rule } from '../kernel/field-error.ts';
import { pointerTo, validate } from './validation.ts';

function mistakesOf(schema: z.ZodType, value: unknown): string[] {
  const checked = validate(schema, value);
  if ('data' in checked) return [];
  return checked.mistakes.map(({ path, code, detail }) => `${pointerTo('', path)} ${code} ${detail}`);
}

const field = (schema: z.ZodType, value?: unknown) => mistakesOf(z.strictObject({ it: schema }), { it: value });

describe('a mistake has a code and a plain sentence:', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['a missing text', z.string(), undefined, 'required Required.'],
    ['a missing option', z.enum(['a', 'b']), undefined, 'required Required.'],
    ['a missing text of a form', z.email(), undefined, 'required Required.'],
    ['a missing member of a union', z.union([z.string(), z.int()]), undefined, 'required Required.'],
    ['a missing field that has a sentence', z.string('A name, please.'), undefined, 'required Required.'],
    ['an empty text', z.string().min(1), '', 'too_short Must not be empty.'],
    ['white space', z.string().trim().min(1), ' ', 'too_short Must not be empty.'],
    ['a short text', z.string().min(12), 'a', 'too_short At least 12 characters.'],
    ['a long text', z.string().max(3), 'abcd', 'too_long At most 3 characters.'],
    ['a text of another length', z.string().length(2), 'abc', 'too_long Exactly 2 characters.'],
    ['null for a text', z.string(), null, 'wrong_type Must be text.'],
    ['a text for a number', z.number(), '1', 'wrong_type Must be a number.'],
    ['a text for a whole number', z.int(), '1', 'wrong_type Must be a number.'],
    ['a fraction', z.int(), 1.5, 'wrong_type Must be a whole number.'],
    ['a number beyond all', z.number(), Number.POSITIVE_INFINITY, 'wrong_type Must be a number.'],
    ['a text for a switch', z.boolean(), 'yes', 'wrong_type Must be true or false.'],
    ['an object for a list', z.array(z.string()), {}, 'wrong_type Must be a list.'],
    ['a list for an object', z.strictObject({}), [], 'wrong_type Must be an object.'],
    ['a text for a dictionary', z.record(z.string(), z.string()), 'x', 'wrong_type Must be an object.'],
    ['neither of two kinds', z.union([z.string(), z.int()]), true, 'wrong_type Must be text or a number.'],
    ['something for nothing', z.never(), 1, 'wrong_type Wrong type.'],
    ['a small number', z.int().min(1), 0, 'too_small At least 1.'],
    ['a number that must be more', z.int().positive(), 0, 'too_small More than 0.'],
    ['a large number', z.int().max(999), 1000, 'too_large At most 999.'],
    ['a number that must be less', z.number().lt(5), 5, 'too_large Less than 5.'],
    ['a number beyond safe integers', z.int().max(999), 1e300, 'too_large At most 999.'],
    ['a number beyond safe integers alone', z.int(), 1e300, 'too_large At most 9,007,199,254,740,991.'],
    ['no multiple', z.int().multipleOf(5), 7, 'not_multiple Must be a multiple of 5.'],
    ['an empty list', z.array(z.int()).min(1), [], 'too_few Must not be empty.'],
    ['a short list', z.array(z.int()).min(2), [1], 'too_few At least 2 entries.'],
    ['a long list', z.array(z.int()).max(1), [1, 2], 'too_many At most 1 entry.'],
    ['a list of another length', z.array(z.int()).length(2), [], 'too_few Exactly 2 entries.'],
    ['a wrong option', z.enum(['a', 'b']), 'c', 'not_an_option One of: a, b.'],
    ['a wrong option of another type', z.enum(['a', 'b']), 1, 'not_an_option One of: a, b.'],
    ['a wrong option where there is one', z.enum(['a']), 'c', 'not_an_option One of: a.'],
    ['a wrong constant', z.literal(true), false, 'not_an_option Must be true.'],
    ['no email address', z.email(), 'ada', 'bad_format Not an email address.'],
    ['no URL', z.url(), 'ada', 'bad_format Not a URL.'],
    ['no UUID', z.uuid(), 'ada', 'bad_format Not a UUID.'],
    ['no date', z.iso.date(), '2026-02-30', 'bad_format Not a date such as 2026-01-31.'],
    ['no time', z.iso.datetime(), '12:00', 'bad_format Not a date and time in UTC such as 2026-01-31T12:00:00Z.'],
    ['a wrong pattern', z.string().regex(/^a$/), 'b', 'bad_format Wrong format.'],
    ['a wrong pattern that has a sentence', z.string().regex(/^a$/, 'Only a.'), 'b', 'bad_format Only a.'],
    ['a broken rule', z.string().refine(() => false), 'b', 'invalid Not valid.'],
    ['a broken rule that has a sentence', z.string().refine(() => false, 'Not so.'), 'b', 'invalid Not so.'],
    ['a broken rule with a code', z.int().refine(() => false, rule('taken', 'Is taken.')), 1, 'taken Is taken.'],
  ])('%s', (_, schema, value, wanted) => {
    expect(field(schema, value)).toEqual([`#/it ${wanted}`]);
  });
});

describe('a value has one mistake', () => {
  const texts = z
    .array(z.string())
    .max(3)
    .refine((list) => new Set(list).size === list.length, 'Each text once.');
  const text = z
    .string()
    .min(2)
    .max(200)
    .regex(/^a/, 'An a first.')
    .refine(() => false, 'A known word.');

  it('when it is of the wrong kind, however long it is', () => {
    expect(field(texts, 'admin')).toEqual(['#/it wrong_type Must be a list.']);
    expect(
      field(
        text,
        Array.from({ length: 300 }, () => 'a'),
      ),
    ).toEqual(['#/it wrong_type Must be text.']);
    expect(field(text)).toEqual(['#/it required Required.']);
    expect(field(z.union([text, z.int()]), Array.from({ length: 300 }))).toEqual([
      '#/it wrong_type Must be text or a number.',
    ]);
  });

  it('when its form is wrong, so that a rule has nothing to judge', () => {
    const outer = z.strictObject({ it: text }).superRefine((_, context) => {
      context.addIssue({ code: 'custom', path: ['it'], ...rule('not_found', 'Nowhere.') });
    });

    expect(field(text, 'bb')).toEqual(['#/it bad_format An a first.']);
    expect(mistakesOf(outer, { it: 'bb' })).toEqual(['#/it bad_format An a first.']);
    expect(field(text, 'ab')).toEqual(['#/it invalid A known word.']);
  });

  it('unless it breaks several rules', () => {
    expect(field(text, 'b')).toEqual(['#/it too_short At least 2 characters.', '#/it bad_format An a first.']);
  });
});

test('Each unknown field is named with its place.', () => {
  const schema = z.strictObject({ parts: z.array(z.strictObject({ a: z.int() })) });

  expect(mistakesOf(schema, { parts: [{ a: 1, b: 2 }], c: 3 })).toEqual([
    '#/parts/0/b unknown_field Unknown field.',
    '#/c unknown_field Unknown field.',
  ]);
});

test('An invalid name in a dictionary is reported at its member.', () => {
  const names = z.record(z.string().min(1).max(2), z.int());

  expect(field(names, { '': 1, abc: 2, ok: 3 })).toEqual([
    '#/it/ too_short Not a valid name: must not be empty.',
    '#/it/abc too_long Not a valid name: at most 2 characters.',
  ]);
  expect(field(z.record(z.string().min(1, 'A name has a letter.'), z.int()), { '': 1 })).toEqual([
    '#/it/ too_short A name has a letter.',
  ]);
});

describe('a body that may have several forms', () => {
  const reason = z.string().min(1);
  const forms = z.union(
    [z.strictObject({ count: z.int().min(0), reason }), z.strictObject({ by: z.int().max(9), reason })],
    'Either { count, reason } or { by, reason }.',
  );

  it('is checked against the form whose fields it has', () => {
    expect(mistakesOf(forms, { count: 1.5, reason: 'x' })).toEqual(['#/count wrong_type Must be a whole number.']);
    expect(mistakesOf(forms, { by: '1', reason: '' })).toEqual([
      '#/by wrong_type Must be a number.',
      '#/reason too_short Must not be empty.',
    ]);
    expect(mistakesOf(forms, { by: 1 })).toEqual(['#/reason required Required.']);
    expect(mistakesOf(forms, { by: 1, reason: 'x', a: 1, b: 1 })).toEqual([
      '#/a unknown_field Unknown field.',
      '#/b unknown_field Unknown field.',
    ]);
    expect(field(forms, { count: -1, reason: 'x' })).toEqual(['#/it/count too_small At least 0.']);
  });

  it('is refused as a whole when it has none of the forms, or two at once', () => {
    const either = '# invalid Either { count, reason } or { by, reason }.';

    expect(mistakesOf(forms, {})).toEqual(['#/reason required Required.', either]);
    expect(mistakesOf(forms, [])).toEqual(['# wrong_type Either { count, reason } or { by, reason }.']);
    expect(mistakesOf(forms, { count: 1, by: 1, reason: 'x' })).toEqual([either]);
    expect(mistakesOf(z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.int() })]), {})).toEqual([
      '# invalid Has none of the allowed forms.',
    ]);
  });

  it('is refused with the mistakes that all of its forms would refuse, such as a misspelt field', () => {
    const either = '# invalid Either { count, reason } or { by, reason }.';

    expect(mistakesOf(forms, { Count: 1, reason: 'x' })).toEqual(['#/Count unknown_field Unknown field.', either]);
    expect(field(forms, { Count: 1, reason: '' })).toEqual([
      '#/it/reason too_short Must not be empty.',
      '#/it/Count unknown_field Unknown field.',
      either.replace('#', '#/it'),
    ]);
  });

  it('is checked against the form that its tag names, if there is one', () => {
    const tagged = z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('percent'), percent: z.string() }),
      z.strictObject({ type: z.literal('fixed'), amount: z.int() }),
    ]);

    expect(mistakesOf(tagged, {})).toEqual(['#/type required Required.']);
    expect(mistakesOf(tagged, { type: 'free' })).toEqual(['#/type not_an_option One of: percent, fixed.']);
    expect(mistakesOf(tagged, { type: 'fixed', amount: 'x' })).toEqual(['#/amount wrong_type Must be a number.']);
  });
});
