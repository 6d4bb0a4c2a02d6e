import { join } from 'node:path';
import { cachedAssembly } from '../cloud/assembly-cache.ts';
import type { ReloadSources } from '../cloud/reload/sources.ts';
import type { CdkApp } from '../cloud/synthesize.ts';

const root = join(import.meta.dirname, '../..');

/** The app's context, as `cdk -c` passes it, on top of that of `cdk.json`. */
export type AppContext = Readonly<Record<string, unknown>>;

/**
 * Where a storefront in development usually is: the ports of Next.js, Angular, Astro, Vite and Vue.
 * API Gateway has no pattern for any port, so this cloud has none either.
 */
const STOREFRONTS = ['localhost', '127.0.0.1'].flatMap((host) =>
  [3000, 3001, 4200, 4321, 5173, 8080].map((port) => `http://${host}:${port}`),
);

/** Souk's CDK app for this machine. */
export function soukApp(context: AppContext = {}): CdkApp {
  return {
    root,
    main: 'infra/app.ts',
    context: { corsOrigins: STOREFRONTS, paymentReturnUrl: 'http://localhost:3000/', ...context, stage: 'local' },
    build: 'scripts/build.ts',
    inputs: [
      ...['functions', 'docs', 'shared', 'events', 'infra', 'state-machines', 'scripts'],
      ...['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json'],
    ],
  };
}

/** The folder of the app's assembly, which nobody may change. */
export const soukAssembly = (context: AppContext, signal: AbortSignal): Promise<string> =>
  cachedAssembly(soukApp(context), signal);

/** The sources that `--watch` watches. */
export async function soukSources(): Promise<ReloadSources> {
  const { bundleOptions, entryPoints } = await import('../../scripts/build.ts');
  return {
    folders: ['functions', 'docs', 'shared', 'events', 'infra', 'state-machines', 'local'],
    isSource: (path) => /\.(ts|json)$/.test(path) && !/\.test(-d)?\.ts$|(^|\/)testing\//.test(path),
    // Routes are in the contracts, functions and tables in the manifests.
    isOfTemplate: (path) =>
      /^(infra|state-machines)\/|^functions\/([^/]+\/(contract|manifest)(\/.+)?|[^/]+)\.ts$/.test(path),
    isOfCloud: (path) => path.startsWith('local/'),
    entryPoints,
    bundleOptions,
  };
}
