import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRunning } from '../cloud/lock.ts';
import type { ShopOutputs } from './outputs.ts';

/**
 * Writes the file atomically, so that a reader never sees half of it. It describes the cloud that
 * started last. Returns the function that removes this cloud's outputs and restores those of a
 * cloud that still runs.
 */
export async function writeOutputs(path: string, outputs: ShopOutputs): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true });
  const former = await readOutputs(path);
  await replace(path, outputs);
  return async () => {
    const current = await readOutputs(path);
    if (current?.pid !== outputs.pid || current.apiUrl !== outputs.apiUrl) return;
    if (former !== undefined && former.pid !== outputs.pid && isRunning(former.pid)) await replace(path, former);
    else await rm(path, { force: true });
  };
}

async function replace(path: string, outputs: ShopOutputs): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(outputs, undefined, 2)}\n`, { mode: 0o600 });
  await rename(temporary, path);
}

async function readOutputs(path: string): Promise<ShopOutputs | undefined> {
  return readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as ShopOutputs,
    () => undefined,
  );
}
