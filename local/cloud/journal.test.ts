import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryJournal, openJournal } from './journal.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

type Entry = readonly [key: string, value: number];

/** A map whose every change is an entry. */
function openCounts(growthBytes?: number) {
  const journal = openJournal(dir, growthBytes === undefined ? {} : { growthBytes });
  const counts = new Map<string, number>();
  const write = journal.keep<Entry>('counts', {
    restore: ([key, value]) => counts.set(key, value),
    snapshot: () => counts,
  });
  return {
    counts,
    journal,
    set(key: string, value: number) {
      counts.set(key, value);
      write([key, value]);
    },
  };
}

test('an entry is kept as soon as it is written, without a close', () => {
  const first = openCounts();
  first.set('a', 1);
  first.set('b', 2);
  first.set('a', 3);

  expect([...openCounts().counts]).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
});

test('an entry that a kill cut off is dropped, and those after it are kept', async () => {
  openCounts().set('a', 1);
  await appendFile(join(dir, 'journal.jsonl'), '["counts",["b"');

  const second = openCounts();
  second.set('c', 3);

  expect([...openCounts().counts]).toEqual([
    ['a', 1],
    ['c', 3],
  ]);
});

test('the file stays small however often a value changes', async () => {
  const counts = openCounts(1_000);
  for (let value = 0; value < 1_000; value++) counts.set('a', value);

  expect((await readFile(join(dir, 'journal.jsonl'))).length).toBeLessThan(1_100);
  expect([...openCounts().counts]).toEqual([['a', 999]]);
});

test('entries of a part that nobody asks for stay', () => {
  openCounts().set('a', 1);
  openJournal(dir).close();

  expect([...openCounts().counts]).toEqual([['a', 1]]);
});

test('a damaged file is named with its line', async () => {
  openCounts().set('a', 1);
  await appendFile(join(dir, 'journal.jsonl'), 'damaged\n');

  expect(() => openJournal(dir)).toThrow(/journal\.jsonl cannot be read at line 2/);
});

test('a cloud begins with the state that another saved, and an own state goes first', () => {
  const saved = openCounts();
  saved.set('a', 1);
  const from = join(dir, 'saved.jsonl');
  saved.journal.save(from);
  saved.set('a', 2);

  const begunWith = (journal: ReturnType<typeof memoryJournal>) => {
    const counts = new Map<string, number>();
    journal.keep<Entry>('counts', { restore: ([key, value]) => counts.set(key, value), snapshot: () => counts });
    return counts.get('a');
  };

  expect(begunWith(memoryJournal(from))).toBe(1);
  expect(begunWith(openJournal(join(dir, 'fresh'), { from }))).toBe(1);
  expect(begunWith(openJournal(dir, { from }))).toBe(2);
});

test('a journal counts its entries, whether it keeps them or not', () => {
  for (const journal of [memoryJournal(), openJournal(dir)]) {
    const write = journal.keep<number>('numbers', { restore: () => {}, snapshot: () => [] });
    write(1);
    write(2);

    expect(journal.entries).toBe(2);
  }
});
