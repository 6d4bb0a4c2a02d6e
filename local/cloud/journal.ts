import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

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
 * before another that is kept.
 */
export interface Journal {
  /**
   * Restores the part's entries of former runs, and returns the function that writes an entry.
   * Names are unique.
   */
  keep<Entry>(name: string, part: JournalPart<Entry>): (entry: Entry) => void;
  /** Writes the file anew from the parts' snapshots, and closes it. */
  close(): void;
}

/** For a cloud that forgets: restores nothing and writes nothing. */
export const noJournal: Journal = { keep: () => () => undefined, close: () => undefined };

/** The file is written anew when it has grown by this much, and at least to twice its size. */
const SMALLEST_GROWTH_BYTES = 16 * 1024 * 1024;

/**
 * Opens the journal of a data directory, and creates both if needed. An entry that a killed run
 * wrote in part is dropped: its writer never answered. Throws for any other line that is not an
 * entry.
 */
export function openJournal(dataDir: string, growthBytes: number = SMALLEST_GROWTH_BYTES): Journal {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'journal.jsonl');
  const unclaimed = readEntries(file);
  const parts = new Map<string, JournalPart<unknown>>();
  let descriptor: number | undefined;
  let size = 0;
  let rewriteAt = 0;

  const rewrite = (): void => {
    const temporary = openSync(`${file}.tmp`, 'w', 0o600);
    size = 0;
    const write = (name: string, entry: unknown): void => {
      size += writeLine(temporary, name, entry);
    };
    for (const [name, entries] of unclaimed) for (const entry of entries) write(name, entry);
    for (const [name, part] of parts) for (const entry of part.snapshot()) write(name, entry);
    closeSync(temporary);
    // Windows does not rename over an open file.
    if (descriptor !== undefined) closeSync(descriptor);
    renameSync(`${file}.tmp`, file);
    descriptor = openSync(file, 'a', 0o600);
    rewriteAt = size + Math.max(size, growthBytes);
  };

  const append = (name: string, entry: unknown): void => {
    if (descriptor === undefined) throw new Error(`The journal is closed: ${name} cannot be kept.`);
    size += writeLine(descriptor, name, entry);
    if (size > rewriteAt) rewrite();
  };

  rewrite();
  return {
    keep(name, part) {
      if (parts.has(name)) throw new Error(`The journal has two parts named ${name}.`);
      for (const entry of unclaimed.get(name) ?? []) part.restore(entry as never);
      unclaimed.delete(name);
      parts.set(name, part as JournalPart<unknown>);
      return (entry) => append(name, entry);
    },
    close() {
      if (descriptor === undefined) return;
      rewrite();
      closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function writeLine(descriptor: number, name: string, entry: unknown): number {
  const line = Buffer.from(`${JSON.stringify([name, entry])}\n`);
  for (let written = 0; written < line.length; ) written += writeSync(descriptor, line, written);
  return line.length;
}

function readEntries(file: string): Map<string, unknown[]> {
  const entries = new Map<string, unknown[]>();
  if (!existsSync(file)) return entries;
  const lines = readFileSync(file, 'utf8').split('\n');
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
    return JSON.parse(line) as [string, unknown];
  } catch (error) {
    throw new Error(`${file} cannot be read at line ${index + 1}: ${String(error)}`);
  }
}
