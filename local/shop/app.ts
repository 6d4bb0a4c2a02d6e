import { join } from 'node:path';
import type { ReloadSources } from '../cloud/reload/sources.ts';
import { type CdkApp, synthesize } from '../cloud/synthesize.ts';

const root = join(import.meta.dirname, '../..');

export interface AppOptions {
  /** The app's context of the same name; the app's default if undefined. */
  readonly paymentTimeoutSeconds: number | undefined;
}

/** Souk's CDK app for this machine. */
export function soukApp({ paymentTimeoutSeconds }: AppOptions): CdkApp {
  return {
    root,
    main: 'infra/app.ts',
    context: {
      stage: 'local',
      // A storefront in development may be on any port; nothing here is worth protecting from
      // another page.
      corsOrigins: ['*'],
      ...(paymentTimeoutSeconds === undefined ? {} : { paymentTimeoutSeconds }),
    },
    async build() {
      // Most starts in tests have an assembly already, and esbuild takes time to load.
      const { build } = await import('../../scripts/build.ts');
      await build();
    },
  };
}

/** Bundles the functions and synthesizes the app to `outDir`. */
export function buildAssembly(options: AppOptions & { readonly outDir: string }, signal: AbortSignal): Promise<void> {
  return synthesize(soukApp(options), options.outDir, signal);
}

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
