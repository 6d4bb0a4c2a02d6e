import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { claimDataDir, onKeptPort } from './data-dir.ts';
import { tryLock } from './lock.ts';
import { temporaryFolder } from './testing/assembly.ts';

const folders: { remove(): void }[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) folder.remove();
});

function folderOfTest(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder.path;
}

/** No process has this id: Linux counts to 4,194,304 at most. */
const endedPid = 99_999_999;

describe('the data directory', () => {
  it('belongs to one cloud at a time', async () => {
    const dataDir = join(folderOfTest(), 'deep', 'data');
    const release = await claimDataDir(dataDir);

    await expect(claimDataDir(dataDir)).rejects.toThrow(`in use by process ${process.pid}`);
    await release();

    await (await claimDataDir(dataDir))();
  });

  it('is free again after its cloud was killed', async () => {
    const dataDir = folderOfTest();
    await writeFile(join(dataDir, 'lock'), String(endedPid));

    await (await claimDataDir(dataDir))();
  });

  it('of an earlier version is refused with a plain message, and stays as it is', async () => {
    const dataDir = folderOfTest();
    await writeFile(join(dataDir, 'dynamodb.sqlite'), 'tables');

    await expect(claimDataDir(dataDir)).rejects.toThrow('is of an earlier version (it has dynamodb.sqlite');
    expect(await readdir(dataDir)).toEqual(['dynamodb.sqlite']);
  });

  it('is refused with a plain message when it is a file', async () => {
    const file = join(folderOfTest(), 'notes.txt');
    await writeFile(file, '');

    await expect(claimDataDir(file)).rejects.toThrow(`The data directory ${file} cannot be used`);
  });

  it('keeps the port of a server, unless another process has taken it', async () => {
    const dataDir = folderOfTest();
    const start = async (port: number) => {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      return { port: (server.address() as AddressInfo).port, server };
    };

    const first = await onKeptPort(dataDir, 'some', start);
    first.server.close();
    const second = await onKeptPort(dataDir, 'some', start);
    const third = await onKeptPort(dataDir, 'some', start);

    expect(second.port).toBe(first.port);
    expect(third.port).not.toBe(first.port);
    for (const server of [second.server, third.server]) server.close();
  });
});

describe('a lock', () => {
  it('is void when it is older than its owner may hold it, even if some process now has that id', async () => {
    const path = join(folderOfTest(), 'lock');
    await writeFile(path, String(process.ppid));
    await utimes(path, 0, 0);

    expect(await tryLock(path)).toEqual({ owner: process.ppid });
    expect(await tryLock(path, 60_000)).toHaveProperty('release');
  });
});
