import * as z from 'zod';
import { rule } from './field-error.ts';

/**
 * The one rule for text that a person typed. It is well-formed Unicode in its composed form (NFC),
 * with something to see. No character in it acts on its neighbours.
 *
 * The pattern needs no `u` flag, which some clients of the published contract lack. It refuses
 * control characters and separators of lines. It refuses characters that turn the direction of
 * reading: https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters. And it refuses
 * the specials: marks of annotations, the place of an object, what replaces bytes that were not
 * text. U+FFFE and U+FFFF are no characters.
 */
const OF_A_LINE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it refuses them.
  /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufff9-\uffff]*$/;
const OF_LINES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it refuses them.
  /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufff9-\uffff]*$/;

/** Letters and symbols of Unicode that fonts leave blank, such as the Hangul filler. */
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0\u{13441}\u{13442}\u{1d159}]/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether a text has a character that people see: spaces, joiners and marks alone are none. */
export const isVisible = (text: string): boolean => VISIBLE.test(text.replace(BLANK, ''));

const CONTROLS = 'Must not contain control characters or ones that turn the direction of reading.';
export const WELL_FORMED = 'Must be well-formed Unicode: a half of a surrogate pair stands alone.';

/** One line of text that a person typed, without spaces around it. */
export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(1)
    .max(max)
    .regex(OF_A_LINE, CONTROLS)
    .refine((text) => text.isWellFormed(), rule('bad_format', WELL_FORMED))
    .refine((text) => text === '' || isVisible(text), rule('bad_format', 'Must contain something to see.'));

/** Text of any number of lines, with tabs, such as a description. It may be empty. */
export const textSchema = (max: number) =>
  z
    .string()
    .overwrite((text) => text.replaceAll('\r\n', '\n'))
    .normalize('NFC')
    .max(max)
    .regex(OF_LINES, CONTROLS)
    .refine((text) => text.isWellFormed(), rule('bad_format', WELL_FORMED))
    .refine((text) => text.trim() === '' || isVisible(text), rule('bad_format', 'Must contain something to see.'));

interface Place {
  readonly value: unknown;
  readonly name?: string;
  readonly within?: Place;
}

const pathOf = ({ name, within }: Place): PropertyKey[] => {
  const path = name === undefined ? [] : [name];
  for (let outer = within; outer?.name !== undefined; outer = outer.within) path.push(outer.name);
  return path.reverse();
};

/**
 * The path of the first text in a value of JSON that is not well-formed Unicode, names of members
 * included. Half of a surrogate pair is one: JSON allows it, and no store takes it. It takes any
 * depth.
 */
export function illFormedPath(value: unknown): readonly PropertyKey[] | undefined {
  const open: Place[] = [{ value }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (typeof place.value === 'string' && !place.value.isWellFormed()) return pathOf(place);
    if (typeof place.value !== 'object' || place.value === null) continue;
    for (const [name, member] of Object.entries(place.value)) {
      if (!name.isWellFormed()) return pathOf(place);
      open.push({ value: member, name, within: place });
    }
  }
  return undefined;
}
