/** Keeps the state in one JSON file, `stripe.json`, between runs. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = 'stripe.json';
const DELAY = 200;

export interface Keeper {
  /** Schedules a write; the changes of 200 ms become one write. */
  changed(): void;
  /** Writes unsaved state. Rejects when it cannot. */
  close(): Promise<void>;
}

/**
 * Reads the state that the last run left in the directory; undefined on the first run. Rejects when
 * the file exists but is not JSON.
 */
export async function loadState<T>(directory: string): Promise<T | undefined> {
  const file = join(directory, NAME);
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

/** Writes the snapshot to the directory after changes; creates the directory if needed. */
export function keepState(directory: string, snapshot: () => object): Keeper {
  const file = join(directory, NAME);
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const save = async () => {
    await mkdir(directory, { recursive: true });
    // A rename is atomic: a reader finds the old state or the next one, never half of it.
    await writeFile(`${file}.tmp`, JSON.stringify(snapshot()));
    await rename(`${file}.tmp`, file);
  };
  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.catch(() => undefined).then(save);
    return writing;
  };

  return {
    changed: () => {
      timer ??= setTimeout(() => {
        write().catch((error: unknown) => console.error(`The Stripe stand-in could not write ${file}:`, error));
      }, DELAY);
    },
    close: () => (timer ? write() : writing),
  };
}
