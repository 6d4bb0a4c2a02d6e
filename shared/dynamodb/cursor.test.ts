import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { decodeCursor, encodeCursor, InvalidCursor, type Scope } from './cursor.ts';

const SCOPE: Scope = ['orders', 'gsi1', 'buyer#1', undefined, undefined, true];
const PLACE = { pk: 'order#ord_1', sk: 'order', gsi1pk: 'buyer#1', gsi1sk: 'ord_1' };

const place = fc.dictionary(fc.string(), fc.string());
const scope = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(undefined)));

test('A cursor opens for its own list, and holds the place that was put in.', () => {
  fc.assert(
    fc.property(scope, place, (some, where) => {
      expect(decodeCursor(some, encodeCursor(some, where))).toEqual({ ...where });
    }),
  );
});

test('A cursor of one list opens no other list.', () => {
  fc.assert(
    fc.property(scope, scope, (one, other) => {
      fc.pre(JSON.stringify(one) !== JSON.stringify(other));
      expect(() => decodeCursor(other, encodeCursor(one, PLACE))).toThrow(InvalidCursor);
    }),
  );
  for (let position = 0; position < SCOPE.length; position += 1) {
    const other = SCOPE.with(position, 'other');
    expect(() => decodeCursor(other, encodeCursor(SCOPE, PLACE)), String(position)).toThrow(InvalidCursor);
  }
});

test('No edited, shortened or lengthened cursor opens.', () => {
  const cursor = encodeCursor(SCOPE, PLACE);
  const edits = fc.record({
    start: fc.nat(cursor.length),
    removed: fc.nat(cursor.length),
    put: fc.oneof(fc.base64String(), fc.string({ unit: 'binary' }), fc.constantFrom('', '=', ' ', '\n', '\ud800')),
  });
  fc.assert(
    fc.property(edits, ({ start, removed, put }) => {
      const edited = cursor.slice(0, start) + put + cursor.slice(start + removed);
      fc.pre(edited !== cursor);
      expect(() => decodeCursor(SCOPE, edited)).toThrow(InvalidCursor);
    }),
    { numRuns: 2_000 },
  );
});

test('Neither another character at any place nor any shorter cursor opens.', () => {
  const cursor = encodeCursor(SCOPE, PLACE);

  for (let length = 0; length < cursor.length; length += 1) {
    const other = cursor[length] === 'A' ? 'B' : 'A';
    const edited = cursor.slice(0, length) + other + cursor.slice(length + 1);
    for (const each of [cursor.slice(0, length), edited]) {
      expect(() => decodeCursor(SCOPE, each), each).toThrow(InvalidCursor);
    }
  }
});

test.each([
  ['what cursors once were', Buffer.from(JSON.stringify(['gsi1|buyer#1|', PLACE])).toString('base64url')],
  ['a surrogate', Buffer.from(JSON.stringify({ ...PLACE, gsi1sk: '\ud800' })).toString('base64url')],
  ['random bytes', randomBytes(100).toString('base64url')],
  ['nothing', ''],
])('A cursor that somebody made of %s is refused.', (_of, cursor) => {
  expect(() => decodeCursor(SCOPE, cursor)).toThrow(new InvalidCursor('The cursor was not made by this list.'));
});

test('The text of a cursor shows no key, and is another one each time.', () => {
  const cursor = encodeCursor(SCOPE, PLACE);
  const shown = Buffer.from(cursor, 'base64url').toString('latin1');

  // Shorter parts turn up in random text now and then.
  for (const part of ['"pk"', 'order', 'buyer', 'ord_1']) expect(`${cursor} ${shown}`).not.toContain(part);
  expect(encodeCursor(SCOPE, PLACE)).not.toBe(cursor);
});

/** A process of its own, which was started with this key. */
async function processWith(secret: string | undefined): Promise<typeof import('./cursor.ts')> {
  vi.resetModules();
  vi.stubEnv('CURSOR_KEY', secret);
  return import('./cursor.ts');
}

test('A cursor opens in each process with its key, and in none with another key or without one.', async () => {
  const maker = await processWith('key of the stage');
  const cursor = maker.encodeCursor(SCOPE, PLACE);

  const opened = async (secret: string | undefined) => {
    const { decodeCursor: decode } = await processWith(secret);
    try {
      return decode(SCOPE, cursor);
    } catch (error) {
      return (error as Error).name;
    } finally {
      vi.unstubAllEnvs();
    }
  };

  expect(await opened('key of the stage')).toEqual(PLACE);
  expect(await opened('key after a rotation')).toBe('InvalidCursor');
  expect(await opened(undefined)).toBe('InvalidCursor');
});
