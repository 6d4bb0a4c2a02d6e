import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Lock = { readonly release: () => Promise<void> } | { readonly owner: number };

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Takes a lock that one process holds at a time, or returns the process id of its owner, 0 while it
 * is unknown. The operating system locks the file beside it, as SQLite does on every platform. So
 * the lock ends with its process, however that ends.
 */
export async function tryLock(path: string): Promise<Lock> {
  await mkdir(dirname(path), { recursive: true });
  const file = new DatabaseSync(`${path}.db`);
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    return { owner: Number(await readFile(path, 'utf8').catch(() => 0)) };
  }
  await writeFile(path, String(process.pid));
  return {
    async release() {
      await rm(path, { force: true });
      file.close();
    },
  };
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
