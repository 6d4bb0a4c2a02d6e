import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Reads the JSON that a former run left in the file, or the fallback if there is none. Throws for a
 * file that is not JSON.
 */
export async function readDataFile<Value>(file: string, fallback: Value): Promise<Value> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fallback;
    throw new Error(`${file} cannot be read: ${String(error)}`);
  }
}

/**
 * Replaces the file atomically: a run that dies half way leaves the former content. For one writer
 * at a time.
 */
export async function writeDataFile(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, JSON.stringify(value), { mode: 0o600 });
  await rename(`${file}.tmp`, file);
}
