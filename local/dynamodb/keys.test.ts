import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isIn, keyOf, partitionOf, type RangeTest, rangeOf, segmentRange } from './keys.ts';
import type { AttributeValue } from './values.ts';

const unit = fc.oneof(
  fc.constantFrom('\u0000', '\u0001', 'a', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const text = fc.array(unit, { minLength: 1, maxLength: 4 }).map((units) => units.join(''));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 4 });

const SCHEMA = (type: 'S' | 'N' | 'B') => ({
  hash: { name: 'pk', type: 'S' as const },
  range: { name: 'sk', type },
});
const keyWith = (type: 'S' | 'N' | 'B', sk: AttributeValue) => keyOf(SCHEMA(type), { pk: { S: 'p' }, sk });

const orderOf = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
const base64 = (value: Uint8Array) => Buffer.from(value).toString('base64');

test('Keys of texts have the order of their bytes in UTF-8', () => {
  fc.assert(
    fc.property(text, text, (left, right) => {
      const order = Math.sign(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      expect(orderOf(keyWith('S', { S: left }), keyWith('S', { S: right }))).toBe(order);
    }),
    { numRuns: 500 },
  );
});

test('Keys of bytes have the order of the bytes', () => {
  fc.assert(
    fc.property(bytes, bytes, (left, right) => {
      const order = Math.sign(Buffer.compare(left, right));
      expect(orderOf(keyWith('B', { B: base64(left) }), keyWith('B', { B: base64(right) }))).toBe(order);
    }),
    { numRuns: 500 },
  );
});

test('Keys of numbers have the order of the numbers', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (left, right) => {
      const order = Math.sign(left - right);
      expect(orderOf(keyWith('N', { N: String(left) }), keyWith('N', { N: String(right) }))).toBe(order);
    }),
  );
});

/** Whether a sort key passes, by the definition of the test. */
function passes(value: string, test: RangeTest): boolean {
  const order = (other: AttributeValue) => Buffer.compare(Buffer.from(value), Buffer.from(other.S as string));
  switch (test.operator) {
    case 'BETWEEN':
      return order(test.lower) >= 0 && order(test.upper) <= 0;
    case 'begins_with':
      return value.startsWith(test.value.S as string);
    case '=':
      return order(test.value) === 0;
    case '<':
      return order(test.value) < 0;
    case '<=':
      return order(test.value) <= 0;
    case '>':
      return order(test.value) > 0;
    case '>=':
      return order(test.value) >= 0;
  }
}

const rangeTest: fc.Arbitrary<RangeTest> = fc.oneof(
  fc
    .tuple(fc.constantFrom('=', '<', '<=', '>', '>=', 'begins_with'), text)
    .map(([operator, S]) => ({ operator, value: { S } }) as RangeTest),
  fc.tuple(text, text).map(
    ([lower, upper]): RangeTest => ({
      ...{ operator: 'BETWEEN', lower: { S: lower }, upper: { S: upper } },
    }),
  ),
);

test('The range of a test has the keys whose sort keys pass it, and no others', () => {
  fc.assert(
    fc.property(text, rangeTest, (value, tested) => {
      const range = rangeOf(partitionOf({ S: 'p' }), tested);
      expect(isIn(range, keyWith('S', { S: value }))).toBe(passes(value, tested));
    }),
    { numRuns: 1_000 },
  );
});

test('Each key is in one segment of a scan', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 20 }), (pk, total) => {
      const key = keyOf(SCHEMA('S'), { pk: { S: pk }, sk: { S: 'a' } });
      const holding = Array.from({ length: total }, (_, segment) => segmentRange(segment, total)).filter((range) =>
        isIn(range, key),
      );
      expect(holding).toHaveLength(1);
    }),
  );
});
