import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StockFile } from '../domain/stock-file.ts';
import { readStockFile } from './read-file.ts';

const read = (text: string) => readStockFile('csv', text);
const rowsOf = ({ entries }: StockFile) => entries.flatMap((entry) => ('errors' in entry ? [] : [entry]));
const errorsOf = ({ entries, errors = [] }: StockFile) =>
  [...errors, ...entries.flatMap((entry) => ('errors' in entry ? entry.errors : []))].map(
    ({ line, column, pointer, code }) => [line, column ?? pointer, code],
  );

test('A file of counts and a file of differences are read, with their reasons and versions.', () => {
  const counts = read('sku,onHand,reason,version\na,300,counted,\nb,0,,7\n');
  const differences = read('SKU;adjustby\nc;-5\nd;+12\n');

  expect(rowsOf(counts)).toEqual([
    { line: 2, sku: 'a', wanted: { onHand: 300 }, reason: 'counted', version: undefined },
    { line: 3, sku: 'b', wanted: { onHand: 0 }, reason: undefined, version: 7 },
  ]);
  expect(rowsOf(differences)).toMatchObject([{ wanted: { adjustBy: -5 } }, { wanted: { adjustBy: 12 } }]);
});

test('JSON Lines hold the same members, and errors point into them.', () => {
  const lines = [
    { sku: 'a', onHand: 3 },
    { sku: 'b', adjustBy: -2, reason: 'broken', version: 1 },
    { sku: 'c', onHand: '3' },
    { sku: 'd', onHand: 3, colour: 'red' },
    { sku: 'e' },
    { sku: 'f', onHand: 1, adjustBy: 1 },
    [],
  ].map((value) => JSON.stringify(value));
  const file = readStockFile('jsonl', [...lines, '{'].join('\n'));

  expect(rowsOf(file)).toMatchObject([{ sku: 'a' }, { sku: 'b', reason: 'broken', version: 1 }]);
  expect(errorsOf(file)).toEqual([
    [3, '#/onHand', 'wrong_type'],
    [4, '#/colour', 'unknown_field'],
    [5, '#/onHand', 'required'],
    [6, '#/adjustBy', 'not_allowed'],
    [7, '#', 'wrong_type'],
    [8, undefined, 'bad_format'],
  ]);
});

test('Each wrong cell is an error that names its column.', () => {
  const file = read(
    [
      'sku,onHand,adjustBy,reason,version',
      'not a sku,1,,,',
      'a,many,,,',
      'b,1.5,,,',
      'c,-1,,,',
      'd,10000001,,,',
      'e,,0,,',
      'f,,-10000001,,',
      'g,1,2,,',
      'h,,,,',
      `i,1,,${'x'.repeat(201)},`,
      'j,1,,,one',
      'k,1,,,-1',
      ',1,,,',
      'l,1,,,,more',
      'm,1,,r\ufffdason,',
      'n,99999999999999999999,,,',
      'o,1,,,',
      'o,2,,,',
    ].join('\n'),
  );

  expect(errorsOf(file)).toEqual([
    [2, 'sku', 'bad_format'],
    [3, 'onHand', 'wrong_type'],
    [4, 'onHand', 'wrong_type'],
    [5, 'onHand', 'too_small'],
    [6, 'onHand', 'too_large'],
    [7, 'adjustBy', 'invalid'],
    [8, 'adjustBy', 'too_small'],
    [9, 'adjustBy', 'not_allowed'],
    [10, 'onHand', 'required'],
    [11, 'reason', 'too_long'],
    [12, 'version', 'wrong_type'],
    [13, 'version', 'too_small'],
    [14, 'sku', 'required'],
    [15, undefined, 'invalid'],
    [16, 'reason', 'bad_format'],
    [17, 'onHand', 'wrong_type'],
    [19, undefined, 'inventory.sku_repeated'],
  ]);
  expect(rowsOf(file)).toMatchObject([{ sku: 'o', wanted: { onHand: 1 } }]);
});

test.each([
  ['an unknown column', 'sku,onHand,colour\na,1,red', [[1, 'colour', 'unknown_field']]],
  ['no column of an amount', 'sku,reason\na,count', [[1, 'onHand', 'required']]],
  ['no column of SKUs', 'onHand\n1', [[1, 'sku', 'required']]],
  ['no row at all', '\ufeff', [[1, undefined, 'required']]],
])('A file with %s is refused as a whole.', (_what, text, errors) => {
  expect(read(text).entries).toEqual([]);
  expect(errorsOf(read(text))).toEqual(errors);
});

test('No file makes the reader throw.', () => {
  const piece = fc.constantFrom(
    'sku',
    'onHand',
    ',',
    ';',
    '\t',
    '"',
    '\n',
    '\r',
    'sep=;',
    '1',
    '-',
    '\ufeff',
    '{',
    '}',
  );
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      for (const format of ['csv', 'jsonl'] as const) {
        const file = readStockFile(format, pieces.join(''));
        expect(file.entries).toHaveLength(file.errors ? 0 : file.rows);
      }
    }),
  );
});
