import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { claimDataDir, onKeptPort } from './data-dir.ts';
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

describe('the data directory', () => {
  it('belongs to one cloud at a time', async () => {
    const dataDir = join(folderOfTest(), 'deep', 'data');
    const release = await claimDataDir(dataDir);

    await expect(claimDataDir(dataDir)).rejects.toThrow(`in use by process ${process.pid}`);
    await release();

    await (await claimDataDir(dataDir))();
  });

  it.skipIf(process.platform !== 'linux').each(['/proc/souk', '/proc/souk/data', '/proc/self'])(
    'is refused with a plain message at %s, where nothing can be made',
    async (dataDir) => {
      await expect(claimDataDir(dataDir)).rejects.toThrow(`The data directory ${dataDir} cannot be used`);
    },
  );

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is refused with a plain message when this user may only read it',
    async () => {
      const dataDir = folderOfTest();
      await chmod(dataDir, 0o555);

      await expect(claimDataDir(dataDir)).rejects.toThrow(`The data directory ${dataDir} cannot be used`);
      await chmod(dataDir, 0o755);
    },
  );

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

/** Runs code that knows `lock`, the path of a lock, and `inside`, the path of a mark. */
function runApart(code: string, folder: string) {
  const setUp = `
    import { rmSync, writeFileSync } from 'node:fs';
    import { setTimeout as delay } from 'node:timers/promises';
    const { tryLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
    const [lock, inside] = ${JSON.stringify([join(folder, 'lock'), join(folder, 'inside')])};`;
  return spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', setUp + code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('a lock', () => {
  it('ends with its process, and is then held by one of many at a time', { timeout: 120_000 }, async () => {
    const folder = folderOfTest();
    const killed = runApart(
      `await tryLock(lock); writeFileSync(inside, ''); console.log('held'); setInterval(() => {}, 1000);`,
      folder,
    );
    await once(killed.stdout, 'data');
    const waiting = Array.from({ length: 6 }, () =>
      runApart(
        `for (let times = 0; times < 10; ) {
          const held = await tryLock(lock);
          if (held.release === undefined) { await delay(1); continue; }
          writeFileSync(inside, '', { flag: 'wx' });
          await delay(1);
          rmSync(inside);
          await held.release();
          times += 1;
        }`,
        folder,
      ),
    );
    const ends = Promise.all(waiting.map(async (child) => (await once(child, 'exit'))[0]));
    await rm(join(folder, 'inside'));
    killed.kill('SIGKILL');

    expect(await ends).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
