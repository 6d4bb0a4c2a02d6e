import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cachedAssembly, fingerprintOf, noteUse, pruneUnused } from './assembly-cache.ts';
import type { CdkApp } from './synthesize.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'assembly-cache-'));
  await mkdir(join(root, 'source/deep'), { recursive: true });
  await writeFile(join(root, 'source/a.ts'), 'one');
  await writeFile(join(root, 'source/deep/b.ts'), 'two');
  await writeFile(join(root, 'settings.json'), '{}');
  // An app that counts how often it is synthesized.
  await writeFile(
    join(root, 'app.mjs'),
    `import { appendFileSync, writeFileSync } from 'node:fs';
     appendFileSync('runs.txt', 'x');
     writeFileSync(process.env.CDK_OUTDIR + '/context.json', process.env.CDK_CONTEXT_JSON);`,
  );
});
afterEach(() => rm(root, { recursive: true, force: true }));

const appWith = (context: Record<string, unknown> = {}): CdkApp => ({
  ...{ root, main: 'app.mjs', inputs: ['source', 'settings.json', 'app.mjs'], context },
});
const make = (context?: Record<string, unknown>) => cachedAssembly(appWith(context), new AbortController().signal);
const runs = async () => (await readFile(join(root, 'runs.txt'), 'utf8')).length;

test('an assembly of the same sources is made once', async () => {
  const first = await make();
  const second = await make();

  expect(second).toBe(first);
  expect(await runs()).toBe(1);
});

test.each<[string, (file: string) => Promise<unknown>]>([
  ['cut', (file) => writeFile(file, '')],
  ['gone', (file) => rm(file)],
])('an assembly is made again when a file of it is %s', async (_, damage) => {
  const first = await make();
  await damage(join(first, 'context.json'));

  const second = await make();

  expect(second).toBe(first);
  expect(await readFile(join(second, 'context.json'), 'utf8')).toBe('{}');
  expect(await runs()).toBe(2);
});

test('two starts at once make one assembly', async () => {
  const [one, two] = await Promise.all([make(), make()]);

  expect(one).toBe(two);
  expect(await readFile(join(one, 'context.json'), 'utf8')).toBe('{}');
});

test.each<[string, () => Promise<unknown>]>([
  ['one byte of a file', () => writeFile(join(root, 'source/deep/b.ts'), 'twO')],
  ['a settings file', () => writeFile(join(root, 'settings.json'), '{ }')],
  ['an added file', () => writeFile(join(root, 'source/c.ts'), '')],
  ['a deleted file', () => rm(join(root, 'source/a.ts'))],
  ['a renamed file', () => rename(join(root, 'source/a.ts'), join(root, 'source/c.ts'))],
  [
    'text that moved to the next file',
    async () => {
      await writeFile(join(root, 'source/a.ts'), 'onetwo');
      await writeFile(join(root, 'source/deep/b.ts'), '');
    },
  ],
])('%s makes another assembly', async (_, change) => {
  const before = await fingerprintOf(appWith());

  await change();

  expect(await fingerprintOf(appWith())).not.toBe(before);
});

test('another context makes another assembly', async () => {
  const [euro, krona] = [await make({ currency: 'EUR' }), await make({ currency: 'SEK' })];

  expect(await readFile(join(euro, 'context.json'), 'utf8')).toBe('{"currency":"EUR"}');
  expect(await readFile(join(krona, 'context.json'), 'utf8')).toBe('{"currency":"SEK"}');
});

test('an app that fails leaves no assembly behind', async () => {
  await writeFile(join(root, 'app.mjs'), 'throw new Error("broken")');

  await expect(make()).rejects.toThrow('could not be synthesized');
  await writeFile(join(root, 'app.mjs'), `import { writeFileSync } from 'node:fs'; writeFileSync('runs.txt', 'x');`);
  await make();

  expect(await runs()).toBe(1);
});

describe('a cache that several starts prune', () => {
  const folder = () => join(root, 'cache');
  const names = async () => (await readdir(folder())).sort();

  /** Makes an entry of several files that was last used so many hours ago. */
  async function entry(name: string, hours: number): Promise<string> {
    const path = join(folder(), name);
    await mkdir(join(path, 'cdk.out'), { recursive: true });
    await Promise.all(['a', 'b', 'c'].map((file) => writeFile(join(path, 'cdk.out', file), file)));
    const used = new Date(Date.now() - hours * 60 * 60 * 1_000);
    await utimes(path, used, used);
    return path;
  }

  /** Lets the others go on for so many turns of the event loop. */
  async function turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await setImmediate();
  }

  test('at once keeps the same entries as one: those of a day, and the newest four', async () => {
    for (const [index, hours] of [1, 2, 3, 4, 5, 30, 40, 50].entries()) await entry(`e${index}`, hours);

    await Promise.all(Array.from({ length: 8 }, () => pruneUnused(folder())));

    expect(await names()).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
  });

  test('never loses an entry whose use a start has noted', async () => {
    for (let index = 0; index < 4; index += 1) await entry(`new${index}`, 1);
    for (let times = 0; times < 100; times += 1) {
      const path = await entry('old', 30);
      const [, , isNoted] = await Promise.all([
        pruneUnused(folder()),
        pruneUnused(folder()),
        turns(times % 20).then(() => noteUse(path)),
      ]);

      const isThere = await stat(join(path, 'cdk.out', 'c')).then(
        () => true,
        () => false,
      );
      expect([times, isThere]).toEqual([times, isNoted]);
      expect((await names()).filter((name) => name.startsWith('old.'))).toEqual([]);
      await rm(path, { recursive: true, force: true });
    }
  });

  test('makes an assembly again that was removed before its use was noted', async () => {
    const assembly = await make();
    const cache = join(assembly, '../..');
    for (let index = 0; index < 4; index += 1) await mkdir(join(cache, `other${index}`));
    const long = new Date(Date.now() - 30 * 60 * 60 * 1_000);
    await utimes(join(assembly, '..'), long, long);

    const [again] = await Promise.all([make(), pruneUnused(cache), pruneUnused(cache)]);

    expect(again).toBe(assembly);
    expect(await readFile(join(again, 'context.json'), 'utf8')).toBe('{}');
  });
});
