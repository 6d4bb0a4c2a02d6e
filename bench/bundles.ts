import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { synthesize } from '../infra/testing/synthesize.ts';
import { bundleOptions, entryPoints } from '../scripts/build.ts';

export interface BundleFigures {
  readonly kilobytes: number;
  /**
   * Milliseconds from the start of a process until it has loaded the bundle. It is the quickest of
   * several, since only the machine's other work makes one slower.
   */
  readonly importMs: number;
  /** `importMs` divided by that of lib-dynamodb in the same run. */
  readonly ratio: number;
}

const BASELINE = 'lib-dynamodb';

const LOAD = `require(process.argv[1]);
process.stdout.write('loaded', () => process.exit());`;

/**
 * Builds every function, and lib-dynamodb alone. Loads each of them `rounds` times, in turns, each
 * time in a process of its own.
 */
export async function measureBundles(rounds: number): Promise<Readonly<Record<string, BundleFigures>>> {
  const dir = await mkdtemp(join(tmpdir(), 'souk-bench-'));
  try {
    const sources = { [BASELINE]: 'bench/lib-dynamodb.ts', ...entryPoints() };
    await esbuild.build({ ...bundleOptions(entryPoints()), outdir: dir });
    // The yardstick is the library as it comes, without what makes our own bundles smaller.
    await esbuild.build({ ...bundleOptions({ [BASELINE]: 'bench/lib-dynamodb.ts' }), plugins: [], outdir: dir });
    const bundles = Object.keys(sources);
    const env = variables();
    const times = new Map<string, number[]>(bundles.map((bundle) => [bundle, []]));
    // The first load of a file also reads it from the disk.
    for (let round = -1; round < rounds; round++) {
      for (const bundle of bundles) {
        const took = await importTime(join(dir, bundle), env);
        if (round >= 0) times.get(bundle)?.push(took);
      }
    }
    const quickest = (bundle: string): number => Math.min(...(times.get(bundle) ?? []));
    const baseline = quickest(BASELINE);
    const figures = bundles.map(async (bundle) => {
      const { size } = await stat(join(dir, bundle, 'index.js'));
      const importMs = quickest(bundle);
      const ratio = Math.round((importMs / baseline) * 100) / 100;
      return [bundle, { kilobytes: Math.round(size / 1024), importMs: Math.round(importMs), ratio }] as const;
    });
    return Object.fromEntries(await Promise.all(figures));
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** The variables of all functions together, with any text for values of a deployment. */
function variables(): Record<string, string> {
  const functions = synthesize().ofType('AWS::Lambda::Function');
  const all = functions.flatMap(({ properties }) => Object.entries<unknown>(properties.Environment?.Variables ?? {}));
  const texts = all.map(([name, value]) => [name, typeof value === 'string' ? value : 'unknown']);
  return { AWS_REGION: 'us-east-1', ...Object.fromEntries(texts) };
}

async function importTime(bundle: string, env: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['-e', LOAD, bundle], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let tookMs = 0;
  child.stdout.once('data', () => {
    tookMs = performance.now() - startedAt;
  });
  const [code] = await ended;
  if (code !== 0 || tookMs === 0) throw new Error(`${bundle} could not be loaded.`);
  return tookMs;
}
