import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from './operator-error.ts';

/** One owner's state in the journal. A record is any JSON value. */
export interface JournalPart<Entry> {
  /** Applies an entry of a former run, in the order in which they were written. */
  restore(entry: Entry): void;
  /** The entries that make the present state again, e.g. one for each thing that is kept. */
  snapshot(): Iterable<Entry>;
}

/**
 * The changes that services have acknowledged, in one file, in the order in which they happened. A
 * service writes an entry before it answers, so what a client has read survives `kill -9`. An
 * append reaches the operating system, not the disk: a power cut may lose the last ones, never one
 * before another that is kept. When an entry cannot be written, its service does not answer, and
 * the journal takes no more: what it holds is what was acknowledged.
 */
export interface Journal {
  /**
   * Restores the part's entries of former runs, and returns the function that writes an entry.
   * Names are unique.
   */
  keep<Entry>(name: string, part: JournalPart<Entry>): (entry: Entry) => void;
  /** The number of entries in this run; while it stays the same, nothing happens. */
  readonly entries: number;
  /** Writes the parts' snapshots to a file, with which another journal can begin. */
  save(file: string): void;
  /** Writes the file anew from the parts' snapshots, and closes it. */
  close(): void;
}

/**
 * A journal for a cloud that forgets. It begins with the entries of the file, if one is given.
 * Throws if that file does not exist.
 */
export function memoryJournal(from?: string): Journal {
  const parts = new Parts(from === undefined ? new Map() : readEntries(readFileSync(from, 'utf8'), from));
  let entries = 0;
  return {
    get entries() {
      return entries;
    },
    keep(name, part) {
      parts.add(name, part as JournalPart<unknown>);
      return () => {
        entries += 1;
      };
    },
    save: (file) => void writeSnapshot(file, parts),
    close: () => undefined,
  };
}

/** The file is written anew when it has grown by this much, and at least to twice its size. */
const SMALLEST_GROWTH_BYTES = 16 * 1024 * 1024;

/** Whether a cloud has kept its state in this directory. */
export const hasJournal = (dataDir: string): boolean => existsSync(fileIn(dataDir));

const fileIn = (dataDir: string): string => join(dataDir, 'journal.jsonl');

export interface JournalOptions {
  /** The growth after which the file is written anew. */
  readonly growthBytes?: number;
  /** The file with whose entries an empty directory begins. */
  readonly from?: string | undefined;
  /** Receives the error of a write, e.g. of a full disk. Nothing is kept from then on. */
  readonly onFailure?: (error: OperatorError) => void;
}

/**
 * Opens the journal of a data directory, and creates both if needed. An entry that a killed run
 * wrote in part is dropped: its writer never answered. Throws for any other line that is not an
 * entry, and for a missing `from`.
 */
export function openJournal(dataDir: string, options: JournalOptions = {}): Journal {
  const { growthBytes = SMALLEST_GROWTH_BYTES, from, onFailure } = options;
  mkdirSync(dataDir, { recursive: true });
  const file = fileIn(dataDir);
  const parts = new Parts(formerEntries(file, from));
  let descriptor: number | undefined;
  let size = 0;
  let rewriteAt = 0;
  let entries = 0;

  const rewrite = (): void => {
    const snapshotSize = writeSnapshot(`${file}.tmp`, parts);
    // Windows does not rename over an open file.
    if (descriptor !== undefined) closeSync(descriptor);
    try {
      renameSync(`${file}.tmp`, file);
      size = snapshotSize;
    } finally {
      descriptor = openSync(file, 'a', 0o600);
    }
    rewriteAt = size + Math.max(size, growthBytes);
  };

  /** The file as it is holds every entry, so it may stay when there is no room for another. */
  const rewriteIfPossible = (): void => {
    rewriteAt = size + Math.max(size, growthBytes);
    try {
      rewrite();
    } catch {
      rmSync(`${file}.tmp`, { force: true });
    }
  };

  const append = (name: string, entry: unknown): void => {
    if (descriptor === undefined) throw new Error(`The journal is closed: ${name} cannot be kept.`);
    try {
      size += writeLine(descriptor, name, entry);
    } catch (error) {
      endAt(descriptor, size);
      descriptor = undefined;
      const failure = new OperatorError(`The state cannot be kept in ${dataDir}: ${(error as Error).message}`, {
        remedy: 'dataDir',
        cause: error,
      });
      onFailure?.(failure);
      throw failure;
    }
    entries += 1;
    if (size > rewriteAt) rewriteIfPossible();
  };

  rewrite();
  return {
    get entries() {
      return entries;
    },
    keep(name, part) {
      try {
        parts.add(name, part as JournalPart<unknown>);
      } catch (error) {
        const message = `The state of ${name} in ${dataDir} cannot be restored: ${(error as Error).message}`;
        throw new OperatorError(message, { remedy: 'dataDir', cause: error });
      }
      return (entry) => append(name, entry);
    },
    save: (path) => void writeSnapshot(path, parts),
    close() {
      if (descriptor === undefined) return;
      rewriteIfPossible();
      closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/** The parts of a journal, and the entries of former runs that no part has claimed yet. */
class Parts {
  readonly #unclaimed: Map<string, unknown[]>;
  readonly #parts = new Map<string, JournalPart<unknown>>();

  constructor(former: Map<string, unknown[]>) {
    this.#unclaimed = former;
  }

  add(name: string, part: JournalPart<unknown>): void {
    if (this.#parts.has(name)) throw new Error(`The journal has two parts named ${name}.`);
    for (const entry of this.#unclaimed.get(name) ?? []) part.restore(entry);
    this.#unclaimed.delete(name);
    this.#parts.set(name, part);
  }

  *snapshot(): Iterable<[name: string, entry: unknown]> {
    for (const [name, entries] of this.#unclaimed) for (const entry of entries) yield [name, entry];
    for (const [name, part] of this.#parts) for (const entry of part.snapshot()) yield [name, entry];
  }
}

/** Returns the number of bytes. */
function writeSnapshot(file: string, parts: Parts): number {
  const descriptor = openSync(file, 'w', 0o600);
  try {
    let size = 0;
    for (const [name, entry] of parts.snapshot()) size += writeLine(descriptor, name, entry);
    return size;
  } finally {
    closeSync(descriptor);
  }
}

function writeLine(descriptor: number, name: string, entry: unknown): number {
  const line = Buffer.from(`${JSON.stringify([name, entry])}\n`);
  for (let written = 0; written < line.length; ) written += writeSync(descriptor, line, written);
  return line.length;
}

/** Cuts off a line of which a part is there, which would make the next one unreadable. */
function endAt(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // The part stays, and the next start drops it: no line follows it, and it has no end.
  } finally {
    closeSync(descriptor);
  }
}

function formerEntries(file: string, from: string | undefined): Map<string, unknown[]> {
  if (existsSync(file)) return readEntries(readFileSync(file, 'utf8'), file);
  return from === undefined ? new Map() : readEntries(readFileSync(from, 'utf8'), from);
}

function readEntries(text: string, file: string): Map<string, unknown[]> {
  const entries = new Map<string, unknown[]>();
  const lines = text.split('\n');
  // Every whole entry ends with a line break, so what follows the last one is unfinished.
  lines.pop();
  for (const [index, line] of lines.entries()) {
    const [name, entry] = parseLine(file, index, line);
    const known = entries.get(name);
    if (known) known.push(entry);
    else entries.set(name, [entry]);
  }
  return entries;
}

function parseLine(file: string, index: number, line: string): [string, unknown] {
  try {
    const parsed: unknown = JSON.parse(line);
    if (Array.isArray(parsed) && typeof parsed[0] === 'string') return parsed as [string, unknown];
    throw new Error('it is not an entry');
  } catch (error) {
    throw new Error(`${file} cannot be read at line ${index + 1}: ${String(error)}`);
  }
}
