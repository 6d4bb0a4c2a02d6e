import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CdkApp, runDirOf, synthesize } from './synthesize.ts';

/** An entry that no start has used for so long is removed, but never one of the newest few. */
const UNUSED_MS = 24 * 60 * 60 * 1_000;
const KEPT = 4;

/**
 * The folder of the app's assembly. It is made once for the same sources, context and Node. Later
 * starts use it as it is, so nobody may change it. Several processes may ask at once.
 */
export async function cachedAssembly(app: CdkApp, signal: AbortSignal): Promise<string> {
  const folder = join(app.root, '.local', 'assemblies');
  const entry = join(folder, await fingerprintOf(app));
  const assembly = join(entry, 'cdk.out');
  if (existsSync(assembly) && !(await isWhole(entry))) await rm(entry, { recursive: true, force: true });
  // Another start may remove an entry that nobody used for long, until its use is noted.
  while (!(existsSync(assembly) && (await noteUse(entry)))) {
    const making = runDirOf(app);
    try {
      await synthesize(app, join(making, 'cdk.out'), signal);
      await writeFile(join(making, DIGEST), await digestOf(making, ['cdk.out']));
      await mkdir(folder, { recursive: true });
      // Another process may have been faster with the same.
      await rename(making, entry).catch((error) => {
        if (!existsSync(assembly)) throw error;
      });
    } finally {
      await rm(making, { recursive: true, force: true });
    }
  }
  await pruneUnused(folder);
  return assembly;
}

const DIGEST = 'digest';

/** Whether the entry is as it was made: a power cut or a full disk may have cut its files. */
async function isWhole(entry: string): Promise<boolean> {
  const digest = await readFile(join(entry, DIGEST), 'utf8').catch(() => undefined);
  return digest !== undefined && digest === (await digestOf(entry, ['cdk.out']));
}

/** A copy of the assembly for this run alone, whose bundles may change. */
export async function copiedAssembly(app: CdkApp, outDir: string, signal: AbortSignal): Promise<void> {
  await cp(join(await cachedAssembly(app, signal), '..'), join(outDir, '..'), { recursive: true });
}

/** Notes that an entry of a cache is in use. @returns whether it is there. */
export const noteUse = (path: string): Promise<boolean> =>
  utimes(path, new Date(), new Date()).then(
    () => true,
    () => false,
  );

/** Removes what has not been used for a day from a folder of a cache. */
export async function pruneUnused(folder: string): Promise<void> {
  const names = await readdir(folder);
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, usedAt: await lastUseOf(path) };
    }),
  );
  const unused = entries
    .sort((one, other) => other.usedAt - one.usedAt)
    .slice(KEPT)
    .filter(({ usedAt }) => isLongAgo(usedAt));
  await Promise.all(unused.map(({ path }) => removeUnused(path)));
}

/** Another start may have removed it, and then its use is as long ago as can be. */
const lastUseOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

const isLongAgo = (time: number): boolean => time < Date.now() - UNUSED_MS;

/**
 * Removes an entry, unless another start notes its use meanwhile. It is moved away first, so that
 * other starts find it whole or not at all. It moves back if a use was noted before.
 */
async function removeUnused(path: string): Promise<void> {
  if (!isLongAgo(await lastUseOf(path))) return;
  const away = `${path}.${randomUUID()}`;
  // Another start that prunes may be faster.
  if (!(await isMoved(path, away))) return;
  if (!isLongAgo(await lastUseOf(away)) && (await isMoved(away, path))) return;
  await rm(away, { recursive: true, force: true });
}

const isMoved = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    () => false,
  );

/** Tells apart all that an assembly comes from, by content: names, texts, context and Node. */
export const fingerprintOf = ({ root, main, inputs, context = {} }: CdkApp): Promise<string> =>
  digestOf(root, inputs, JSON.stringify([process.version, main, context]));

async function digestOf(root: string, inputs: readonly string[], more = ''): Promise<string> {
  const hash = createHash('sha256').update(more);
  const files = (await Promise.all(inputs.map((input) => filesIn(root, input)))).flat().sort();
  const texts = await Promise.all(files.map((file) => readFile(join(root, file))));
  files.forEach((file, index) => {
    const text = texts[index] as Buffer;
    hash.update(`${file}\0${text.length}\0`).update(text);
  });
  return hash.digest('hex').slice(0, 32);
}

async function filesIn(root: string, path: string): Promise<readonly string[]> {
  const info = await stat(join(root, path)).catch(() => undefined);
  if (info === undefined) return [];
  if (!info.isDirectory()) return [path];
  const entries = await readdir(join(root, path), { withFileTypes: true });
  const inner = entries.map(({ name }) => filesIn(root, `${path}/${name}`));
  return (await Promise.all(inner)).flat();
}
