import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type JournalOptions, memoryJournal, openJournal } from './journal.ts';

/** The bytes that the disk still takes, whether it cuts files, and the files that are open. */
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY, cuts: true, open: new Set<number>() }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    openSync(...options: Parameters<typeof fs.openSync>): number {
      const descriptor = fs.openSync(...options);
      disk.open.add(descriptor);
      return descriptor;
    },
    closeSync(descriptor: number): void {
      fs.closeSync(descriptor);
      disk.open.delete(descriptor);
    },
    ftruncateSync(descriptor: number, size: number): void {
      if (!disk.cuts) throw Object.assign(new Error('EIO: i/o error, ftruncate'), { code: 'EIO' });
      fs.ftruncateSync(descriptor, size);
    },
    writeSync(descriptor: number, bytes: Buffer, offset: number): number {
      const taken = Math.min(disk.room, bytes.length - offset);
      if (taken <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      disk.room -= taken;
      return fs.writeSync(descriptor, bytes, offset, taken);
    },
  };
});

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
  disk.cuts = true;
  disk.open.clear();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

type Entry = readonly [key: string, value: number];

/** A map whose every change is an entry. */
function openCounts(options: JournalOptions = {}) {
  const journal = openJournal(dir, options);
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
  const counts = openCounts({ growthBytes: 1_000 });
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

test.each(['null', '42', '{"a":1}', '[1,2]'])('a line that is not an entry is named: %s', async (line) => {
  openCounts().set('a', 1);
  await appendFile(join(dir, 'journal.jsonl'), `${line}\n`);

  expect(() => openJournal(dir)).toThrow(/journal\.jsonl cannot be read at line 2: .*not an entry/);
});

test('an entry that its part cannot restore is reported with the part and the directory', async () => {
  await appendFile(join(dir, 'journal.jsonl'), '["counts",null]\n');

  expect(() => openCounts()).toThrow(`The state of counts in ${dir} cannot be restored`);
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

test.each([0, 1, 9])(
  'after a write of which a full disk took %i bytes, what was acknowledged is kept, and no more',
  (room) => {
    const failed = vi.fn();
    const first = openCounts({ onFailure: failed });
    first.set('a', 1);

    disk.room = room;
    expect(() => first.set('b', 2)).toThrow('ENOSPC');
    disk.room = Number.POSITIVE_INFINITY;
    expect(() => first.set('c', 3)).toThrow('closed');
    first.journal.close();

    expect(failed).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ message: expect.stringContaining(`cannot be kept in ${dir}: ENOSPC`) }),
    );
    expect([...openCounts().counts]).toEqual([['a', 1]]);
  },
);

test('a disk that takes half a line and cannot cut it off ends the journal in the same way', () => {
  const failed = vi.fn();
  const first = openCounts({ onFailure: failed });
  first.set('a', 1);

  disk.room = 9;
  disk.cuts = false;
  expect(() => first.set('b', 2)).toThrow('ENOSPC');
  disk.room = Number.POSITIVE_INFINITY;

  expect(() => first.set('c', 3)).toThrow('closed');
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ remedy: 'dataDir' }));
  expect(disk.open.size).toBe(0);
  expect([...openCounts().counts]).toEqual([['a', 1]]);
});

test('a disk without room for a shorter file keeps the longer one, and goes on', () => {
  const counts = openCounts({ growthBytes: 100 });
  disk.room = 120;
  for (const value of [1, 2, 3, 4, 5, 6]) counts.set('a', value);
  disk.room = Number.POSITIVE_INFINITY;
  counts.set('a', 7);

  expect([...openCounts().counts]).toEqual([['a', 7]]);
});

test('a state to begin with that is missing is an error, not an empty cloud', () => {
  const from = join(dir, 'missing.jsonl');
  expect(() => memoryJournal(from)).toThrow('ENOENT');
  expect(() => openJournal(join(dir, 'data'), { from })).toThrow('ENOENT');
});
