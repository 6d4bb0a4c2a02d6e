import { readdir, readFile, writeFile } from 'node:fs/promises';
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
  if ('release' in lock) {
    await refuseFormerKind(dataDir, lock.release);
    return lock.release;
  }
  throw new OperatorError(
    `The data directory ${dataDir} is in use by process ${lock.owner} (remove ${file} if that process is not a cloud)`,
    { remedy: 'dataDir' },
  );
}

/** Until November 2026, each service kept files of its own, which nothing reads any more. */
const FORMER_FILES = ['dynamodb.sqlite', 'stripe.json', 'queues.json', 'executions.json'];

async function refuseFormerKind(dataDir: string, release: () => Promise<void>): Promise<void> {
  const names = await readdir(dataDir);
  const former = FORMER_FILES.find((name) => names.includes(name));
  if (former === undefined || names.includes('journal.jsonl')) return;
  await release();
  throw new OperatorError(
    `The data directory ${dataDir} is of an earlier version (it has ${former} and no journal.jsonl): remove it or choose another`,
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
