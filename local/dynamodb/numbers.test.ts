import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, canonicalNumber, compareNumbers, sortableNumber } from './numbers.ts';

const DIGITS = 38;

/** A number as digits and the place of the point. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

const decimal: fc.Arbitrary<Decimal> = fc.record({
  digits: fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(10n ** 18n), 10n ** 18n)),
  exponent: fc.integer({ min: -10, max: 10 }),
});

const textOf = ({ digits, exponent }: Decimal) => `${digits}e${exponent}`;

/** Both as whole numbers of the same unit. */
const scaled = (one: Decimal, other: Decimal) => {
  const unit = Math.min(one.exponent, other.exponent);
  return [one, other].map(({ digits, exponent }) => digits * 10n ** BigInt(exponent - unit)) as [bigint, bigint];
};

test('A number has one form, whatever form it was given in', () => {
  const forms = ['100', '1e2', '1E+2', '+100', '0100', '100.00', '.1e3', '1000e-1'];
  expect(new Set(forms.map(canonicalNumber))).toEqual(new Set(['100']));
  expect(['-0', '0.000', '0e9'].map(canonicalNumber)).toEqual(['0', '0', '0']);
  fc.assert(
    fc.property(decimal, (number) => {
      const canonical = canonicalNumber(textOf(number));
      expect(canonicalNumber(canonical)).toBe(canonical);
    }),
  );
});

test('Sums and differences are exact', () => {
  fc.assert(
    fc.property(decimal, decimal, fc.constantFrom<1 | -1>(1, -1), (one, other, sign) => {
      const [left, right] = scaled(one, other);
      const result = left + BigInt(sign) * right;
      fc.pre(String(result).replace(/0+$/, '').length <= DIGITS);
      const exponent = Math.min(one.exponent, other.exponent);
      const numbers = [one, other].map((number) => canonicalNumber(textOf(number))) as [string, string];
      expect(add(...numbers, sign)).toBe(canonicalNumber(textOf({ digits: result, exponent })));
    }),
  );
  expect(add('0.1', '0.2')).toBe('0.3');
  expect(add('9007199254740993', '1')).toBe('9007199254740994');
});

test('Numbers and their stored forms have the order of their values', () => {
  fc.assert(
    fc.property(decimal, decimal, (one, other) => {
      const [left, right] = scaled(one, other);
      const order = left < right ? -1 : left > right ? 1 : 0;
      const [a, b] = [one, other].map((number) => canonicalNumber(textOf(number))) as [string, string];
      expect(Math.sign(compareNumbers(a, b))).toBe(order);
      const [x, y] = [sortableNumber(a), sortableNumber(b)];
      expect(x < y ? -1 : x > y ? 1 : 0).toBe(order);
    }),
  );
});

test('A number out of DynamoDB’s range, or with too many digits, is refused', () => {
  expect(canonicalNumber(`${'9'.repeat(DIGITS)}e88`)).toHaveLength(126);
  expect(canonicalNumber('1e-130')).toBe(`0.${'0'.repeat(129)}1`);
  for (const [text, message] of [
    ['1e126', 'Number overflow'],
    ['-1e126', 'Number overflow'],
    ['1e-131', 'Number underflow'],
    ['9'.repeat(DIGITS + 1), 'more than 38 significant digits'],
    ['1 ', 'cannot be converted to a numeric value: 1 '],
    ['', 'cannot be converted to a numeric value'],
  ] as const) {
    expect(() => canonicalNumber(text)).toThrow(message);
  }
  expect(() => add(canonicalNumber('9e125'), canonicalNumber('9e125'))).toThrow('Number overflow');
});
