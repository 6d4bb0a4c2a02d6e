import { expect, test } from 'vitest';
import { preferredWait } from './prefer.ts';

test.each([
  [undefined, 0],
  ['', 0],
  ['wait=10', 10],
  ['respond-async, wait=10', 10],
  ['WAIT = "7"', 7],
  ['wait=10;foo', 10],
  ['wait=99', 15],
  ['wait=-1', 0],
  ['wait=soon', 0],
  ['await=10', 0],
])('Prefer: %s waits %d s, of at most 15.', (prefer, seconds) => {
  expect(preferredWait(prefer, 15)).toBe(seconds);
});
