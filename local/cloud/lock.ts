import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Lock = { readonly release: () => Promise<void> } | { readonly owner: number };

/**
 * Creates a lock file that one process holds at a time, or returns the process id of its owner. A
 * lock is void when its process has ended or when it is older than `maxAgeMs`: the id may then
 * belong to a different process.
 */
export async function tryLock(path: string, maxAgeMs = Number.POSITIVE_INFINITY): Promise<Lock> {
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return { release: () => rm(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [owner, since] = await Promise.all([readFile(path, 'utf8'), stat(path)]).then(
      ([text, { mtimeMs }]) => [Number(text), mtimeMs] as const,
      () => [0, 0] as const,
    );
    const age = Date.now() - since;
    // A process that has just created the file writes its id next.
    const isTaken = isRunning(owner) || (owner === 0 && age < 1_000);
    if (isTaken && age < maxAgeMs) return { owner };
    await rm(path, { force: true });
  }
}

export function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
