import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cachedAssembly, fingerprintOf } from './assembly-cache.ts';
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
