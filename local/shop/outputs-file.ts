import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRunning } from '../cloud/lock.ts';
import type { ShopOutputs } from './outputs.ts';

/**
 * Writes the file atomically, so that a reader never sees half of it. It describes the cloud that
 * started last. Returns the function that removes this cloud's outputs, and puts those of the last
 * one that still runs in their place. For that, each cloud's are in the folder `clouds` beside it.
 */
export async function writeOutputs(path: string, outputs: ShopOutputs): Promise<() => Promise<void>> {
  const folder = join(dirname(path), 'clouds');
  const own = join(folder, `${outputs.pid}-${crypto.randomUUID().slice(0, 8)}.json`);
  await mkdir(folder, { recursive: true });
  await replace(own, outputs);
  await replace(path, outputs);
  return async () => {
    await rm(own, { force: true });
    const current = await readOutputs(path);
    if (current?.pid !== outputs.pid || current.apiUrl !== outputs.apiUrl) return;
    const last = await lastRunning(folder);
    if (last === undefined) await rm(path, { force: true });
    else await replace(path, last);
  };
}

/** The outputs of the cloud that started last and runs. Removes those of killed ones. */
async function lastRunning(folder: string): Promise<ShopOutputs | undefined> {
  const running: { readonly outputs: ShopOutputs; readonly since: number }[] = [];
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const outputs = await readOutputs(file);
    const since = (await stat(file).catch(() => undefined))?.mtimeMs;
    if (outputs !== undefined && since !== undefined && isRunning(outputs.pid)) running.push({ outputs, since });
    else if (!isRunning(Number.parseInt(name, 10))) await rm(file, { force: true });
  }
  return running.sort((one, other) => other.since - one.since)[0]?.outputs;
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
