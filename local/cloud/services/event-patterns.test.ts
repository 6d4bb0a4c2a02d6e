import { expect, test } from 'vitest';
import { compilePattern } from './event-patterns.ts';

const EVENT = {
  source: 'app.things',
  'detail-type': 'OrderConfirmed',
  resources: [],
  detail: { total: 1050, status: 'Confirmed', tags: ['vip', 'eu'], note: null, lines: [{ sku: 'A' }, { sku: 'B' }] },
};

test.each<[string, object, boolean]>([
  ['an exact value', { source: ['app.things'] }, true],
  ['another value', { source: ['app.other'] }, false],
  ['one of several values', { 'detail-type': ['OrderRejected', 'OrderConfirmed'] }, true],
  ['all fields of several', { source: ['app.things'], 'detail-type': ['OrderRejected'] }, false],
  ['a prefix', { source: [{ prefix: 'app.' }] }, true],
  ['a prefix whatever the case', { source: [{ prefix: { 'equals-ignore-case': 'APP.' } }] }, true],
  ['a suffix', { source: [{ suffix: '.cart' }] }, false],
  ['text whatever the case', { detail: { status: [{ 'equals-ignore-case': 'CONFIRMED' }] } }, true],
  ['anything but a value', { source: [{ 'anything-but': 'app.things' }] }, false],
  ['anything but values', { source: [{ 'anything-but': ['a', 'b'] }] }, true],
  ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'app.' } }] }, false],
  ['an existing field', { detail: { total: [{ exists: true }] } }, true],
  ['a missing field', { detail: { missing: [{ exists: false }] } }, true],
  ['a missing field in a missing object', { detail: { none: { missing: [{ exists: false }] } } }, true],
  ['a number in a range', { detail: { total: [{ numeric: ['>', 1000, '<=', 1050] }] } }, true],
  ['a number out of range', { detail: { total: [{ numeric: ['<', 1000] }] } }, false],
  ['one of the values of a list', { detail: { tags: ['eu'] } }, true],
  ['a field of an object in a list', { detail: { lines: { sku: ['B'] } } }, true],
  ['null', { detail: { note: [null] } }, true],
  ['either of two', { $or: [{ source: ['x'] }, { detail: { status: ['Confirmed'] } }] }, true],
  ['neither of two', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
])('A pattern for %s', (_, pattern, expected) => {
  expect(compilePattern(pattern)(EVENT)).toBe(expected);
});

test.each([
  { source: [{ wildcard: 'app.*' }] },
  { source: [{ cidr: '10.0.0.0/24' }] },
  { source: [{ numeric: ['~', 1] }] },
])('An unknown operator is refused: %j', (pattern) => {
  expect(() => compilePattern(pattern)).toThrow();
});
