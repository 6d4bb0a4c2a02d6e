import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Assembly } from '../assembly/manifest.ts';
import type { LambdaService } from '../lambda/service.ts';
import { inputsOf } from './bundle-inputs.ts';
import type { ReloadSources } from './sources.ts';
import { changedResources } from './template-change.ts';
import { watchSources } from './watch.ts';

export interface ReloadOptions {
  /** The root of the app. */
  readonly root: string;
  readonly sources: ReloadSources;
  /** The assembly of this run only: its bundles are replaced. */
  readonly assembly: Assembly;
  readonly lambda: LambdaService;
  readonly log: (line: string) => void;
  /** Synthesizes the app from its present sources. */
  readonly synthesize: () => Promise<Assembly>;
}

/**
 * Bundles changed sources again and reloads their functions, or reports what needs a restart.
 * Returns the function that stops it.
 */
export function startReloading(options: ReloadOptions): () => void {
  const { log, sources } = options;
  const bundles = sources.entryPoints();
  const inputs = new Map<string, ReadonlySet<string>>();
  // The bundles that may differ from their sources. At first all, since any may have changed since
  // the start.
  const stale = new Set(Object.keys(bundles));
  let checking = Promise.resolve();

  const reload = async (): Promise<void> => {
    if (stale.size === 0) return;
    const startedAt = performance.now();
    try {
      const some = Object.fromEntries(Object.entries(bundles).filter(([bundle]) => stale.has(bundle)));
      const { metafile, outputFiles } = await esbuild.build({
        ...sources.bundleOptions(some),
        ...{ metafile: true, write: false, logLevel: 'silent' },
      });
      for (const [bundle, source] of Object.entries(some)) inputs.set(bundle, inputsOf(source, metafile));
      const renewed = await replaceBundles(outputFiles, options);
      stale.clear();
      const took = ((performance.now() - startedAt) / 1000).toFixed(1);
      if (renewed.length > 0) log(`reloaded ${renewed.join(', ')} in ${took} s`);
    } catch (error) {
      log(await complaintOf(error));
    }
  };

  const onChange = async (paths: readonly string[]): Promise<void> => {
    for (const [bundle, of] of inputs) if (paths.some((path) => of.has(path))) stale.add(bundle);
    await reload();
    for (const path of paths.filter((path) => sources.isOfCloud(path))) {
      log(`${path} is part of the local cloud itself: restart to run it`);
    }
    if (Object.keys(sources.entryPoints()).join() !== Object.keys(bundles).join()) {
      log(`${paths.join(', ')}: a function was added or removed: restart to deploy`);
    }
    const ofTemplate = paths.filter((path) => sources.isOfTemplate(path));
    // It takes seconds, and the next edit need not wait for it.
    if (ofTemplate.length > 0) checking = checking.then(() => checkTemplate(ofTemplate, options));
  };

  const { root } = options;
  const { folders, isSource } = sources;
  return watchSources({ root, folders, isSource, first: reload, onChange, log });
}

/**
 * Writes the bundles that differ from the deployed ones, each atomically. Returns the names of the
 * functions that run them.
 */
async function replaceBundles(
  outputs: readonly esbuild.OutputFile[],
  { assembly, lambda }: ReloadOptions,
): Promise<readonly string[]> {
  const renewed: string[] = [];
  for (const { path, text } of outputs.filter((output) => output.path.endsWith('.js'))) {
    const directory = assembly.namedAssets.get(basename(dirname(path)));
    if (directory === undefined || (await readFile(join(directory, 'index.js'), 'utf8')) === text) continue;
    const map = outputs.find((output) => output.path === `${path}.map`);
    if (map !== undefined) await replace(join(directory, 'index.js.map'), map.text);
    await replace(join(directory, 'index.js'), text);
    renewed.push(...lambda.renew(directory));
  }
  return renewed;
}

/** A function that starts meanwhile reads the old file or the new one, never a part. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
}

async function checkTemplate(sources: readonly string[], options: ReloadOptions): Promise<void> {
  const { assembly, log, synthesize } = options;
  try {
    const changed = changedResources(assembly.stacks, (await synthesize()).stacks);
    if (changed.length === 0) return;
    const stacks = [...new Set(changed.map(({ stack }) => stack))].join(', ');
    const types = [...new Set(changed.map(({ type }) => type.replace('AWS::', '')))].sort().join(', ');
    log(`${sources.join(', ')}: restart to deploy ${changed.length} changed resources of ${stacks} (${types})`);
  } catch (error) {
    log(`${sources.join(', ')}: ${(error as Error).message}`);
  }
}

/** The message of esbuild about sources that do not compile, with the lines concerned. */
async function complaintOf(error: unknown): Promise<string> {
  const { errors } = error as Partial<esbuild.BuildFailure>;
  if (errors === undefined) return `not reloaded: ${(error as Error).message}`;
  const messages = await esbuild.formatMessages([...errors], { kind: 'error' });
  return `not reloaded, the functions run as before:\n${messages.join('').trimEnd()}`;
}
