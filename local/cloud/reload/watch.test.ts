import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { watchSources } from './watch.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'local-cloud-watch-'));
  await mkdir(join(root, 'src/cart'), { recursive: true });
  await mkdir(join(root, 'lib'));
  for (const path of ['src/a.ts', 'src/b.ts', 'src/cart/c.ts', 'lib/d.ts']) await write(path, 'first');
  onTestFinished(() => rm(root, { recursive: true, force: true }));
});

const at = (path: string) => join(root, path);
const write = (path: string, text: string) => writeFile(at(path), text);
/** Saves as most editors do: to another file, which then takes the place of the old one. */
const replace = async (path: string, text: string) => {
  await write(`${path}.tmp`, text);
  await rename(at(`${path}.tmp`), at(path));
};
/** Saves as an editor that makes the file anew. */
const recreate = async (path: string, text: string) => {
  await unlink(at(path));
  await write(path, text);
};

type OnChange = (paths: readonly string[]) => Promise<void>;

const contentOf = (path: string) => readFile(at(path), 'utf8').catch(() => 'nothing');

/**
 * Watches until the test ends. `toSee` waits until each path was reported with the content that it
 * has now, and fails if another path than the expected ones ever was.
 */
async function watching(onChange: OnChange = async () => {}, folders = ['src', 'lib']) {
  const seen = new Map<string, string>();
  const expected = new Set<string>();
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  const stop = watchSources({
    ...{ root, folders, isSource: (path) => path.endsWith('.ts'), log: (line) => void lines.push(line) },
    first: async () => ready.resolve(),
    onChange: async (paths) => {
      for (const path of paths) seen.set(path, await contentOf(path));
      await onChange(paths);
    },
  });
  onTestFinished(stop);
  await ready.promise;
  const toSee = async (...paths: string[]): Promise<void> => {
    const contents = await Promise.all(paths.map(async (path) => [path, await contentOf(path)] as const));
    await vi.waitFor(() => expect([...seen]).toEqual(expect.arrayContaining(contents)), {
      timeout: 10_000,
      interval: 10,
    });
    for (const path of paths) expected.add(path);
    expect([...seen.keys()].filter((path) => !expected.has(path))).toEqual([]);
  };
  return { toSee, lines, stop, seen };
}

test.each([
  ['written in place', write],
  ['appended to', (path: string, text: string) => appendFile(at(path), text)],
  ['replaced by another that was written first', replace],
  ['deleted and made anew', recreate],
])('A file that is %s is reported, every time', async (_, save) => {
  const { toSee } = await watching();

  for (const text of ['second', 'third', 'fourth']) {
    await save('src/a.ts', text);
    await toSee('src/a.ts');
    await save('src/cart/c.ts', text);
    await toSee('src/cart/c.ts');
  }
});

test('A file that is written after another way of saving is reported', async () => {
  const { toSee } = await watching();

  for (const save of [replace, write, recreate, write, replace, recreate, write]) {
    await save('src/a.ts', `${Math.random()}`);
    await toSee('src/a.ts');
  }
});

test('A file of the same size and time of writing is reported', async () => {
  const { toSee } = await watching();
  const time = new Date('2026-01-01T00:00:00Z');
  await utimes(at('src/a.ts'), time, time);
  await toSee('src/a.ts');

  await write('src/a.tmp', 'other');
  await utimes(at('src/a.tmp'), time, time);
  await rename(at('src/a.tmp'), at('src/a.ts'));

  await toSee('src/a.ts');
});

test('All files that a git checkout changes, adds and removes are reported, there and back', async () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      ...{ cwd: root, stdio: 'pipe', env: { ...process.env, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' } },
    });
  git('init', '-q', '-b', 'one');
  git('add', '.');
  git('commit', '-qm', 'one');
  git('checkout', '-q', '-b', 'two');
  await rm(at('src/cart'), { recursive: true });
  await mkdir(at('src/orders/items'), { recursive: true });
  const many = Array.from({ length: 200 }, (_, number) => `src/orders/items/${number}.ts`);
  for (const path of ['src/a.ts', 'lib/d.ts', 'src/orders/e.ts', ...many]) await write(path, 'second');
  git('add', '.');
  git('commit', '-qm', 'two');
  git('checkout', '-q', 'one');
  const { toSee } = await watching();
  const changed = ['src/a.ts', 'lib/d.ts', 'src/cart/c.ts', 'src/orders/e.ts', ...many];

  git('checkout', '-q', 'two');
  await toSee(...changed);
  await write('src/orders/items/7.ts', 'third');
  await toSee('src/orders/items/7.ts');
  git('checkout', '-qf', 'one');
  await toSee(...changed);
  await write('src/cart/c.ts', 'third');
  await toSee('src/cart/c.ts');
});

test('The files of a renamed folder are reported, and later changes of them', async () => {
  const { toSee } = await watching();

  await rename(at('src/cart'), at('src/basket'));
  await toSee('src/cart/c.ts', 'src/basket/c.ts');
  await write('src/basket/c.ts', 'second');
  await toSee('src/basket/c.ts');
  await rename(at('src/basket'), at('src/cart'));
  await toSee('src/cart/c.ts', 'src/basket/c.ts');
  await replace('src/cart/c.ts', 'third');
  await toSee('src/cart/c.ts');
});

test('A folder that takes the place of another is watched instead of it', async () => {
  const { toSee } = await watching();
  await mkdir(at('other'));
  await write('other/c.ts', 'second');

  await rename(at('src/cart'), at('gone'));
  await rename(at('other'), at('src/cart'));
  await toSee('src/cart/c.ts');
  await write('gone/c.ts', 'third');
  await write('src/cart/c.ts', 'third');
  await toSee('src/cart/c.ts');
});

test('New folders are reported with all that is in them, also what comes later', async () => {
  const { toSee } = await watching();

  await mkdir(at('src/new/deep/deeper'), { recursive: true });
  await write('src/new/deep/deeper/e.ts', 'first');
  await toSee('src/new/deep/deeper/e.ts');
  await write('src/new/deep/deeper/e.ts', 'second');
  await toSee('src/new/deep/deeper/e.ts');
  await rm(at('src/new'), { recursive: true });
  await toSee('src/new/deep/deeper/e.ts');
});

test('A watched folder may be removed and come back, or come later', async () => {
  const { toSee } = await watching(undefined, ['src', 'lib', 'later']);

  await rm(at('lib'), { recursive: true });
  await toSee('lib/d.ts');
  await mkdir(at('lib'));
  await write('lib/d.ts', 'second');
  await toSee('lib/d.ts');
  await write('lib/d.ts', 'third');
  await toSee('lib/d.ts');
  await mkdir(at('later'));
  await write('later/e.ts', 'first');
  await toSee('later/e.ts');
});

test('Only sources are reported, and only those that changed', async () => {
  const { toSee } = await watching();

  await write('src/notes.txt', 'text');
  await write('elsewhere.ts', 'text');
  await write('src/b.ts', 'second');

  await toSee('src/b.ts');
});

test('Changes that never pause are reported all the same', async () => {
  const { seen } = await watching();

  for (let text = 0; seen.size === 0; text += 1) await write('src/a.ts', String(text));

  expect([...seen.keys()]).toEqual(['src/a.ts']);
});

test('Changes during a report are reported after it, together', async () => {
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const reports: (readonly string[])[] = [];
  await watching(async (paths) => {
    reports.push(paths);
    begun.resolve();
    await go.promise;
  });
  await write('src/a.ts', 'second');
  await begun.promise;

  await write('src/b.ts', 'second');
  await replace('lib/d.ts', 'second');
  go.resolve();

  await vi.waitFor(() => expect(reports.slice(1).flat().sort()).toEqual(['lib/d.ts', 'src/b.ts']), 10_000);
});

test('A report that fails is logged and does not end the watch', async () => {
  const { toSee, lines } = await watching(async () => {
    throw new Error('no such module');
  });

  await write('src/a.ts', 'second');
  await toSee('src/a.ts');
  await write('src/b.ts', 'second');
  await toSee('src/b.ts');

  expect(new Set(lines)).toEqual(new Set(['not reloaded: no such module']));
});

test('Nothing is reported once it was stopped', async () => {
  const stopped = await watching();
  const other = await watching();

  stopped.stop();
  await write('src/a.ts', 'second');
  await other.toSee('src/a.ts');

  expect([...stopped.seen]).toEqual([]);
});
