import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchSources } from './watch.ts';

vi.mock('node:fs', { spy: true });

async function watching() {
  const root = await mkdtemp(join(tmpdir(), 'local-cloud-watch-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'src'));
  const ready = Promise.withResolvers<void>();
  const seen = new Set<string>();
  const stop = watchSources({
    ...{ root, folders: ['src'], isSource: () => true, log: () => {}, first: async () => ready.resolve() },
    onChange: async (paths) => {
      for (const path of paths) seen.add(path);
    },
  });
  onTestFinished(stop);
  await ready.promise;
  return { src: join(root, 'src'), seen };
}

const exhausted = () =>
  Object.assign(new Error('ENOSPC: System limit for number of file watchers reached'), { code: 'ENOSPC' });

test('Sources are compared again and again where the system cannot watch them', async () => {
  vi.mocked(fs.watch).mockImplementation(() => {
    throw exhausted();
  });
  const { src, seen } = await watching();

  await writeFile(join(src, 'a.ts'), 'first');
  await vi.waitFor(() => expect([...seen]).toEqual(['src/a.ts']), 10_000);
  await rename(join(src, 'a.ts'), join(src, 'b.ts'));
  await vi.waitFor(() => expect([...seen]).toEqual(['src/a.ts', 'src/b.ts']), 10_000);
});

test('Sources are still compared after a watcher broke', async () => {
  const watchers: EventEmitter[] = [];
  vi.mocked(fs.watch).mockImplementation(() => {
    const watcher = Object.assign(new EventEmitter(), { close: () => {} });
    watchers.push(watcher);
    return watcher as unknown as fs.FSWatcher;
  });
  const { src, seen } = await watching();
  for (const watcher of watchers) watcher.emit('error', exhausted());

  await writeFile(join(src, 'a.ts'), 'first');

  await vi.waitFor(() => expect([...seen]).toEqual(['src/a.ts']), 10_000);
});
