import { expect, test } from 'vitest';
import { isRepeated, type Review } from './review.ts';

const before: Review = {
  sku: 'spoon',
  userId: 'usr_1',
  rating: 4,
  text: 'Solid.',
  writtenAt: '2026-11-20T12:00:00.000Z',
};

test('the same rating and text again is a repetition', () => {
  expect(isRepeated(before, { rating: 4, text: 'Solid.' })).toBe(true);
});

test.each([
  [undefined, { rating: 4, text: 'Solid.' }],
  [before, { rating: 5, text: 'Solid.' }],
  [before, { rating: 4, text: undefined }],
])('a first review and a changed one are not', (earlier, wanted) => {
  expect(isRepeated(earlier, wanted)).toBe(false);
});
