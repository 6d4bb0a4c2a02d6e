import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

describe('a fingerprint', () => {
  it('does not depend on the order of members at any depth, or on undefined members', () => {
    const one = { a: 1, b: { c: [1, { d: 2, e: 3 }], f: undefined } };
    const other = { b: { c: [1, { e: 3, d: 2 }] }, a: 1 };

    expect(fingerprint(one)).toBe(fingerprint(other));
  });

  it('is equal exactly for equal JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        const isSame = fingerprint(left) === fingerprint(right);
        try {
          expect(left).toStrictEqual(right);
          return isSame;
        } catch {
          return !isSame;
        }
      }),
    );
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: '1' }, { a: 1 }],
    [{ a: { b: 1 } }, { 'a.b': 1 }],
    [
      [['a'], 'b'],
      ['a', ['b']],
    ],
    [{ 'a":1,"b': 2 }, { a: 1, b: 2 }],
    [{ a: null }, {}],
  ])('differs between %j and %j', (left, right) => {
    expect(fingerprint(left)).not.toBe(fingerprint(right));
  });
});
