import { expect, test } from 'vitest';
import { batchesOf } from './batches.ts';

const sizesOf = (batches: readonly (readonly unknown[])[]) => batches.map(({ length }) => length);
const payloadOf = (Records: readonly unknown[]) => Buffer.byteLength(JSON.stringify({ Records }));

test('A batch has as many records as its mapping says', () => {
  expect(batchesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(batchesOf([], 2)).toEqual([]);
});

test('A batch ends before it is larger than one invocation can carry', () => {
  const records = Array.from({ length: 10 }, () => ({ body: 'ä'.repeat(524_000) }));

  const batches = batchesOf(records, 10);

  expect(sizesOf(batches)).toEqual([6, 4]);
  expect(payloadOf(batches[0] ?? [])).toBeLessThanOrEqual(6_291_456);
});

test('A batch may be exactly as large as one invocation can carry', () => {
  const half = (bytes: number) => 'x'.repeat(bytes - 2);
  // With the envelope and the comma between them.
  const left = 6_291_456 - payloadOf([half(3_000_000), '']) + 2;

  expect(sizesOf(batchesOf([half(3_000_000), half(left)], 10))).toEqual([2]);
  expect(sizesOf(batchesOf([half(3_000_000), half(left + 1)], 10))).toEqual([1, 1]);
});

test('A record that is too large for an invocation is a batch of its own', () => {
  expect(sizesOf(batchesOf(['x'.repeat(7_000_000), 'a'], 10))).toEqual([1, 1]);
});
