import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { measureSlowness } from './tests/slowness.ts';

// Every run would warn that type tests are experimental in vitest. Its version is pinned.
process.env.VITEST_DISABLE_EXPERIMENTAL_LOG ??= '1';

process.env.SOUK_SLOWNESS ??= String(measureSlowness());
const slowness = Number(process.env.SOUK_SLOWNESS);

/** The limits of one test and of one hook, on a quiet machine. Beyond them it hangs. */
const within = (testSeconds: number, hookSeconds: number) => ({
  testTimeout: testSeconds * 1_000 * slowness,
  hookTimeout: hookSeconds * 1_000 * slowness,
  setupFiles: ['tests/patience.ts'],
});

const BESIDE_CODE = globSync('{bench,events,functions,infra,local,scripts,shared,state-machines}/**/*.test.ts');

/** They build all bundles or start a whole shop, which quick tests leave out. */
const BUILDS = ['infra/bundles.test.ts', 'local/shop/dev.test.ts'];

/** A test that changes what all files of its worker see: a class of the SDK, variables, timers. */
const changesGlobals = (file: string): boolean =>
  /\bmockClient\(|\bvi\.(?!fn|waitFor|hoisted)\w+\(|process\.env\b|await import\(/.test(readFileSync(file, 'utf8'));

const ISOLATED = BESIDE_CODE.filter((file) => BUILDS.includes(file.replaceAll('\\', '/')) || changesGlobals(file));

const CROWDS = ['tests/saga/{crowd,sharded-stock}.test.ts'];

/**
 * These only compute, and wait for engines of their own, so they may use every core. They run
 * before the clouds, which need the cores themselves.
 */
const ALONGSIDE = {
  ...within(120, 240),
  maxWorkers: '100%',
  sequence: { groupOrder: 0 },
};

/**
 * Tests beside the code, and of its types; journeys from outside, by API_URL; and the saga under
 * faults.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...ALONGSIDE,
          name: 'unit',
          include: BESIDE_CODE,
          exclude: ISOLATED,
          // Files of one worker share the modules that they import, which takes half of the time.
          isolate: false,
        },
      },
      {
        test: {
          ...ALONGSIDE,
          name: 'isolated',
          include: ISOLATED,
        },
      },
      {
        test: {
          name: 'types',
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ['**/*.test-d.ts'],
            // Only what these tests import: `tsc` has seen all of it.
            tsconfig: 'tsconfig.types.json',
          },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/contract/**/*.test.ts', 'tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/local-cloud.ts'],
          ...within(240, 240),
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'saga',
          include: ['tests/saga/**/*.test.ts'],
          exclude: CROWDS,
          globalSetup: ['tests/saga/assembly.ts'],
          ...within(360, 360),
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'crowds',
          include: CROWDS,
          globalSetup: ['tests/saga/assembly.ts'],
          ...within(360, 360),
          // Hundreds of buyers at once want the machine for themselves.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
