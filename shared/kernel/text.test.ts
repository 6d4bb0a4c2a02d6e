import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { illFormedPath, isVisible, lineSchema, textSchema } from './text.ts';

const line = lineSchema(100);
const lines = textSchema(100);

const REFUSED: readonly (readonly [what: string, text: string])[] = [
  ['half of a surrogate pair, the first', 'a\ud800'],
  ['half of a surrogate pair, the second', '\udc00a'],
  ['NUL', 'a\0b'],
  ['ESC', 'a\x1b[31mb'],
  ['BEL', 'a\x07'],
  ['DEL', 'a\x7f'],
  ['a control character of Latin-1', 'a\x85b'],
  ['a line separator', 'a\u2028b'],
  ['an override of the direction', 'a\u202egnp.exe'],
  ['an isolate of the direction', 'a\u2066b'],
  ['bytes that were no text', 'a\ufffdb'],
  ['nothing but a zero-width space', '\u200b'],
  ['nothing but joiners and marks', '\u200d\u0301\ufe0f'],
  ['nothing but the Hangul filler', '\u3164'],
  ['nothing but a note without a head', '\u{1d159}'],
  ['nothing but blanks of hieroglyphs', '\u{13441}\u{13442}'],
  ['a mark of annotations', 'a\ufff9b'],
  ['an object that is not there', 'a\ufffcb'],
  ['what Unicode calls a noncharacter', 'a\uffffb'],
  ['nothing but a braille blank', '\u2800'],
];

const ACCEPTED: readonly (readonly [what: string, text: string])[] = [
  ['an emoji of several characters', '👩‍👩‍👧‍👦'],
  ['Arabic with a mark of direction', 'متجر\u200e 1'],
  ['Devanagari with a joiner', 'क्\u200dष'],
  ['one character beyond the BMP', '𠮷'],
  ['a dash', '–'],
];

describe('a line of text', () => {
  it.each(REFUSED)('is refused with %s', (_what, text) => {
    expect(line.safeParse(text).success).toBe(false);
    expect(lines.safeParse(text).success).toBe(false);
  });

  it.each(ACCEPTED)('may be %s', (_what, text) => {
    expect(line.parse(text)).toBe(text);
    expect(lines.parse(text)).toBe(text);
  });

  it('has no spaces around it, its composed form, and a length between one and the most', () => {
    expect(line.parse('\u00a0 Kaffee\u0301 \u3000')).toBe('Kaffeé');
    expect([line.safeParse(' ').success, line.safeParse('x'.repeat(101)).success]).toEqual([false, false]);
    expect(line.safeParse('a\nb').success).toBe(false);
  });

  it('that was accepted is accepted again as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const { data } = line.safeParse(text);
        if (data === undefined) return;
        expect(line.parse(data)).toBe(data);
        expect(data.isWellFormed() && isVisible(data) && data === data.normalize('NFC')).toBe(true);
      }),
    );
  });
});

describe('a text of several lines', () => {
  it('keeps its line breaks and tabs, and may be empty', () => {
    expect(lines.parse('a\r\n\tb\n')).toBe('a\n\tb\n');
    expect(lines.parse('')).toBe('');
  });
});

describe('a value of JSON', () => {
  it('is searched to any depth for texts that no store takes, names included', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}"\\ud800"${']'.repeat(50_000)}`);
    expect(illFormedPath(deep)).toHaveLength(50_000);
    expect(illFormedPath({ a: [{ b: '\udfff' }] })).toEqual(['a', '0', 'b']);
    expect(illFormedPath({ a: { '\ud800': 1 } })).toEqual(['a']);
    expect(illFormedPath({ a: ['😀', 1, null, true] })).toBeUndefined();
  });
});
