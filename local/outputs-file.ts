import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CloudOutputs } from './start.ts';

/** Writes the file at once or not at all, so that a reader never sees half of it. */
export async function writeOutputs(path: string, outputs: CloudOutputs): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${outputs.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(outputs, undefined, 2)}\n`, { mode: 0o600 });
  await rename(temporary, path);
}

/** Removes the file unless another cloud has written its own meanwhile. */
export async function removeOutputs(path: string, outputs: CloudOutputs): Promise<void> {
  const current = await readFile(path, 'utf8').catch(() => undefined);
  if (current === undefined) return;
  const { pid, apiUrl } = JSON.parse(current) as CloudOutputs;
  if (pid === outputs.pid && apiUrl === outputs.apiUrl) await rm(path, { force: true });
}
