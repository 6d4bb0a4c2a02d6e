import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createDisplay } from './progress.ts';

/** A stream that records its output, as a terminal or as a file. */
function aStream(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), { isTTY });
  let written = '';
  stream.on('data', (chunk) => {
    written += chunk;
  });
  return { stream, written: () => written };
}

test('in a terminal a bar moves, makes room for lines, and is removed at the end', () => {
  const { stream, written } = aStream(true);
  const display = createDisplay(stream);

  display.progress({ what: 'products', done: 1, total: 4 });
  display.log('a line');
  display.progress({ what: 'products', done: 2, total: 4 });
  display.progress({ what: 'products', done: 4, total: 4 });
  display.log('done');

  const [before, between, after] = written().split(/a line\n|done\n/);
  expect(before).toContain('1 of 4 products');
  expect(between).toContain('2 of 4 products');
  // The bar is erased before a line is written.
  for (const part of [before, between]) expect(part?.endsWith('\u001B[2K')).toBe(true);
  expect(after).toBe('');
});

test('in a terminal the steps under way spin, make room for lines, and are removed at the end', () => {
  const { stream, written } = aStream(true);
  const display = createDisplay(stream);

  display.underWay(['Starting the engines', 'Bundling functions']);
  display.log('a line');
  display.underWay(['Bundling functions']);
  display.underWay([]);
  display.log('done');

  const [before, between, after] = written().split(/a line\n|done\n/);
  expect(before).toContain('⠋ Starting the engines, Bundling functions (0.0 s)');
  expect(between).toContain('⠋ Bundling functions (0.0 s)');
  for (const part of [before, between]) expect(part?.endsWith('\u001B[2K')).toBe(true);
  expect(after).toBe('');
});

test('a bar takes the place of the spinner', () => {
  const { stream, written } = aStream(true);
  const display = createDisplay(stream);

  display.underWay(['Filling the shop']);
  display.progress({ what: 'products', done: 1, total: 4 });
  display.clear();

  expect(written()).toMatch(/Filling the shop.*1 of 4 products/s);
  expect(written().endsWith('\u001B[2K')).toBe(true);
});

test('elsewhere each part is one plain line, once it is done', () => {
  const { stream, written } = aStream(false);
  const display = createDisplay(stream);

  display.underWay(['Filling the shop']);
  for (const done of [1, 2, 3]) display.progress({ what: 'products', done, total: 3 });
  display.clear();

  expect(written()).toBe('3 products\n');
});
