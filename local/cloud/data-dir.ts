import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock } from './lock.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Claims the directory that keeps the state for this cloud alone, and creates it if needed. Returns
 * the function that releases it. Rejects with a message for the operator when another cloud has it,
 * or when it cannot be written to.
 */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  const file = join(dataDir, 'lock');
  const lock = await tryLock(file).catch((error: unknown) => {
    throw new OperatorError(`The data directory ${dataDir} cannot be used: ${(error as Error).message}`);
  });
  if ('release' in lock) return lock.release;
  throw new OperatorError(
    `The data directory ${dataDir} is in use by process ${lock.owner} (remove ${file} if that process is not a cloud)`,
    { remedy: 'dataDir' },
  );
}

/**
 * Starts a server on the port of the former run, because stored items may hold addresses with it
 * and tokens name it as their issuer. If that port is taken by now, uses any other.
 */
export async function onKeptPort<T extends { readonly port: number }>(
  dataDir: string,
  name: string,
  start: (port: number) => Promise<T>,
): Promise<T> {
  const file = join(dataDir, `${name}-port`);
  const former = Number(await readFile(file, 'utf8').catch(() => '0'));
  const server = await start(former).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return start(0);
  });
  await writeFile(file, String(server.port));
  return server;
}
