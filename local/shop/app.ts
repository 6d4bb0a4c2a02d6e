import { join } from 'node:path';
import type { ReloadSources } from '../cloud/reload/sources.ts';
import { type CdkApp, synthesize } from '../cloud/synthesize.ts';

const root = join(import.meta.dirname, '../..');

export interface AppOptions {
  /** Becomes the app's context of this name; its own default unless given. */
  readonly paymentTimeoutSeconds: number | undefined;
}

/** Souk's CDK app, as it runs on one machine. */
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
      // Most starts of a test have an assembly already, and esbuild takes its time to load.
      const { build } = await import('../../scripts/build.ts');
      await build();
    },
  };
}

/** Bundles the functions and synthesizes the app to `outDir`. */
export function buildAssembly(options: AppOptions & { readonly outDir: string }, signal: AbortSignal): Promise<void> {
  return synthesize(soukApp(options), options.outDir, signal);
}

/** What `--watch` looks at. */
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
