/** Keeps the state in one JSON file between runs. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DELAY = 200;

export interface Store<T> {
  /** What the last run left, or undefined on the first. */
  readonly loaded: T | undefined;
  /** Says that there is something to write; several changes within 200 ms become one write. */
  changed(): void;
  /** Writes what is not yet written. */
  close(): Promise<void>;
}

/** Opens `stripe.json` in the directory, made if need be. Rejects when the file is there but is no JSON. */
export async function openStore<T>(directory: string, snapshot: () => T): Promise<Store<T>> {
  const file = join(directory, 'stripe.json');
  await mkdir(directory, { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(async () => {
      // A rename is atomic: whoever reads finds the old state or the next one, never half of it.
      const draft = `${file}.tmp`;
      await writeFile(draft, JSON.stringify(snapshot()));
      await rename(draft, file);
    });
    return writing;
  };

  return {
    loaded: await load<T>(file),
    changed: () => {
      timer ??= setTimeout(write, DELAY);
    },
    close: () => (timer ? write() : writing),
  };
}

async function load<T>(file: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Error(`The state of the Stripe stand-in cannot be read: ${file} is not JSON.`, { cause: error });
  }
}
