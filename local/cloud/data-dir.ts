import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Journal, openJournal } from './journal.ts';
import { tryLock } from './lock.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Claims the directory that keeps the state for this cloud alone, and creates it if needed. Returns
 * the function that releases it. Rejects with a message for the operator when another cloud has it,
 * or when it cannot be written to.
 */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  const lock = await makeFolder(dataDir)
    .then(() => refuseFormerKind(dataDir))
    .then(() => tryLock(join(dataDir, 'lock')))
    .catch((error: unknown) => {
      if (error instanceof OperatorError) throw error;
      throw new OperatorError(`The data directory ${dataDir} cannot be used: ${(error as Error).message}`, {
        remedy: 'dataDir',
      });
    });
  if ('release' in lock) return lock.release;
  const owner = lock.owner === 0 ? 'another process' : `process ${lock.owner}`;
  throw new OperatorError(`The data directory ${dataDir} is in use by ${owner}`, { remedy: 'dataDir' });
}

/** As `mkdir` with `recursive`, which never ends below a folder that takes none, such as /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const parent = dirname(path);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || parent === path || (await isThere(parent))) throw error;
    await makeFolder(parent);
    await mkdir(path);
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Until November 2026, each service kept files of its own, which nothing reads any more. */
const FORMER_FILES = ['dynamodb.sqlite', 'stripe.json', 'queues.json', 'executions.json'];

async function refuseFormerKind(dataDir: string): Promise<void> {
  const names = await readdir(dataDir);
  const former = FORMER_FILES.find((name) => names.includes(name));
  if (former === undefined || names.includes('journal.jsonl')) return;
  throw new OperatorError(
    `The data directory ${dataDir} is of an earlier version (it has ${former} and no journal.jsonl)`,
    { remedy: 'dataDir' },
  );
}

/**
 * Opens the journal of a claimed directory. A state that is no longer kept is an error of the whole
 * process, which ends with it.
 */
export function openKeptJournal(dataDir: string, from: string | undefined): Journal {
  const onFailure = (error: OperatorError): void => {
    process.nextTick(() => {
      throw error;
    });
  };
  try {
    return openJournal(dataDir, { from, onFailure });
  } catch (error) {
    const { message } = error as Error;
    throw new OperatorError(`The state in ${dataDir} cannot be opened: ${message}`, {
      remedy: 'dataDir',
      cause: error,
    });
  }
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
