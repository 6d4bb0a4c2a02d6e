import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { shop } from '../functions/index.ts';
import { isMain } from './is-main.ts';
import { withoutDocumentation } from './without-documentation.ts';

const ROOT = join(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

/** Every entry point: folder in `dist/` → source, relative to the repository. */
export const entryPoints = (): Record<string, string> => ({
  ...Object.fromEntries(shop.functions.map(({ name, source }) => [name, source])),
  'stream-publisher': 'shared/messaging/stream-publisher.ts',
});

/**
 * Compresses the OpenAPI document, which would be a fifth of its function. Compressed it is a tenth
 * of that, and is read faster than a literal is compiled.
 */
const compressedOpenApi: esbuild.Plugin = {
  name: 'compressed-openapi',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]docs[\\/]openapi\.json$/ }, async ({ path }) => {
      const packed = deflateRawSync(JSON.stringify(JSON.parse(await readFile(path, 'utf8')))).toString('base64');
      const contents = `import { inflateRawSync } from 'node:zlib';
        export default JSON.parse(inflateRawSync(Buffer.from('${packed}', 'base64')).toString());`;
      return { contents, loader: 'js' };
    });
  },
};

const bareSchemas: esbuild.Plugin = {
  name: 'bare-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](contract[\\/][\w-]+|kernel[\\/](schemas|address))\.ts$/ }, async ({ path }) => ({
      contents: withoutDocumentation(await readFile(path, 'utf8')),
      loader: 'ts',
    }));
  },
};

/**
 * Lambda gives a function its credentials in the environment. The SDK would bring every other
 * source as well (profiles, SSO, web identities, containers), which no function uses.
 */
const environmentCredentials: esbuild.Plugin = {
  name: 'environment-credentials',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: resolveDir,
      namespace: 'environment-credentials',
    }));
    onLoad({ filter: /.*/, namespace: 'environment-credentials' }, ({ path }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: path,
    }));
  },
};

/** esbuild's options for `entryPoints`. They are exported so that tests see the same bundles. */
export function bundleOptions(bundles: Readonly<Record<string, string>>) {
  return {
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(Object.entries(bundles).map(([bundle, source]) => [`${bundle}/index`, source])),
    outdir: DIST,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    // Classes lose their names. Errors that Catch and Retry of a saga match therefore state theirs
    // as a member (`name`).
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    plugins: [compressedOpenApi, bareSchemas, environmentCredentials],
    logLevel: 'warning',
  } satisfies esbuild.BuildOptions;
}

/**
 * Bundles every Lambda entry point to `dist/<domain>-<entry>/index.js`, and writes esbuild's
 * metafile to `dist/meta.json`. The format is CommonJS, because it loads fastest on Lambda's Node
 * 24 (design §9). Rejects when a source does not compile.
 */
export async function build(): Promise<void> {
  const bundles = entryPoints();
  const { metafile } = await esbuild.build(bundleOptions(bundles));
  mkdirSync(DIST, { recursive: true });
  for (const entry of readdirSync(DIST, { withFileTypes: true })) {
    if (entry.isDirectory() && !(entry.name in bundles)) rmSync(join(DIST, entry.name), { recursive: true });
  }
  writeFileSync(join(DIST, 'meta.json'), JSON.stringify(metafile));
  // The repository is `"type": "module"`. A deployed zip has no package.json, so .js is CommonJS
  // there anyway.
  writeFileSync(join(DIST, 'package.json'), '{"type":"commonjs"}\n');
}

if (isMain(import.meta)) await build();
