import * as esbuild from 'esbuild';
import { describe, expect, it } from 'vitest';
import { shop } from '../functions/index.ts';
import { bundleOptions, entryPoints } from '../scripts/build.ts';
import { tableVariable } from '../shared/dynamodb/table-variable.ts';
import { synthesize } from './testing/synthesize.ts';

describe('the bundles', () => {
  it('read only settings that the template sets, and every table that it names', async () => {
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

describe('an entry point', () => {
  it('exists for each function of a manifest, and reads exactly the domains that the manifest lists', async () => {
    const { metafile } = await esbuild.build({ ...bundleOptions(entryPoints()), write: false });
    const inputsOf = new Map(
      Object.values(metafile.outputs).map(({ entryPoint, inputs }) => [entryPoint, Object.keys(inputs)]),
    );

    for (const { name, source, domain, reads } of shop.functions) {
      const read = (inputsOf.get(source) ?? []).flatMap(
        (path) => /^functions\/(\w+)\/queries\.ts$/.exec(path)?.[1] ?? [],
      );

      expect(read.filter((other) => other !== domain).sort(), name).toEqual(reads.map((each) => each.domain).sort());
    }
  });
});

const KB = 1024;
/** Design §10: a large bundle slows a function's start. Stripe's SDK alone is 250 KB. */
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

/**
 * Returns the settings that each bundle's code reads, with `setting` or for the table of a domain.
 * Code that is left out of the bundle does not count. Libraries read no settings.
 */
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
      [
        ...[...text.matchAll(/\bsetting\d*\("(\w+)"\)/g)].map(([, name = '']) => name),
        ...[...text.matchAll(/\bdomain(?:Table|Counters)\d*\("(\w+)"\)/g)].map(([, name = '']) => tableVariable(name)),
      ],
    ]),
  );
}
