import * as esbuild from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleOptions, entryPoints } from '../scripts/build.ts';
import { FUNCTIONS } from './functions.ts';
import { synthesize } from './testing/synthesize.ts';

describe('the bundles', () => {
  it('have a function each, and each function has a bundle', () => {
    expect(Object.keys(entryPoints()).sort()).toEqual([...Object.keys(FUNCTIONS), 'stream-publisher'].sort());
  });

  it('ask for no setting that the template does not give, and for every table that it gives', async () => {
    const asked = await settingsAsked();
    const functions = synthesize().ofType('AWS::Lambda::Function');

    for (const { properties } of functions) {
      const bundle = properties.FunctionName.replace('souk-dev-', '').replace(/^\w+-publisher$/, 'stream-publisher');
      const wanted = asked.get(bundle) ?? [];
      const given = Object.keys(properties.Environment.Variables);
      const tables = given.filter((name) => name.endsWith('_TABLE'));

      expect(
        wanted.filter((name) => !given.includes(name)),
        properties.FunctionName,
      ).toEqual([]);
      expect(
        tables.filter((name) => !wanted.includes(name)),
        properties.FunctionName,
      ).toEqual([]);
    }
  });
});

const KB = 1024;
/** Design §10: what loads slowly starts slowly. Stripe's SDK alone is 250 KB. */
const budgetOf = (bundle: string): number => (bundle.startsWith('payments-') ? 800 : 600) * KB;

describe('a minified bundle', () => {
  it('keeps to its budget', async () => {
    const { metafile } = await esbuild.build({ ...bundleOptions(entryPoints()), write: false });
    const sizes = Object.entries(metafile.outputs)
      .filter(([path]) => path.endsWith('.js'))
      .map(([path, { bytes }]) => ({ bundle: path.split('/').at(-2) ?? '', bytes }));

    expect(sizes.length).toBe(Object.keys(entryPoints()).length);
    expect(sizes.filter(({ bundle, bytes }) => bytes > budgetOf(bundle))).toEqual([]);
  });
});

/** Bundle → the names that its code passes to `setting`, code that is left out of the bundle not counted. Libraries ask for none. */
async function settingsAsked(): Promise<Map<string, string[]>> {
  const { outputFiles } = await esbuild.build({
    ...bundleOptions(entryPoints()),
    packages: 'external',
    write: false,
    minify: false,
    sourcemap: false,
  });
  return new Map(
    outputFiles.map(({ path, text }) => [
      path.split('/').at(-2) ?? '',
      [...text.matchAll(/\bsetting\d*\("(\w+)"\)/g)].map(([, name = '']) => name),
    ]),
  );
}
