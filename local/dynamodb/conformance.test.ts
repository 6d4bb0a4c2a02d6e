import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Comparison, compareEngines, reportOf, unseen } from './conformance/compare-engines.ts';
import type { Other } from './conformance/differences/difference.ts';
import { hasDynoxide, type Reference, startDynoxide } from './conformance/reference.ts';

/**
 * The engine against another one, with random programs. `CONFORMANCE_RUNS` and `CONFORMANCE_SEED`
 * choose them; `CONFORMANCE_ENDPOINT` and `CONFORMANCE_OF` choose the other engine.
 */
const { CONFORMANCE_ENDPOINT, CONFORMANCE_RUNS, CONFORMANCE_SEED, CONFORMANCE_OF = 'dynoxide' } = process.env;

const DEFAULT_RUNS = 100;
/** With so many programs, each listed difference occurs. */
const MANY_RUNS = 20_000;

const runs = Number(CONFORMANCE_RUNS ?? DEFAULT_RUNS);
// The run that every `npm test` has is the same: dynoxide would surprise some of them.
const seed = Number(CONFORMANCE_SEED ?? (CONFORMANCE_RUNS ? Math.floor(Math.random() * 2 ** 31) : 1));

describe.skipIf(!CONFORMANCE_ENDPOINT && !hasDynoxide)(`the engine beside ${CONFORMANCE_OF}`, () => {
  let reference: Reference | undefined;

  beforeAll(async () => {
    if (!CONFORMANCE_ENDPOINT) reference = await startDynoxide();
  });
  afterAll(() => reference?.stop());

  test('It answers random programs as the other does, except for the listed differences', async () => {
    const endpoint = CONFORMANCE_ENDPOINT ?? reference?.endpoint ?? '';
    const comparison: Comparison = { of: CONFORMANCE_OF as Other, endpoint, runs, seed };

    const result = await compareEngines(comparison);

    console.log(reportOf(result, comparison));
    expect(Object.keys(result.unlisted)).toEqual([]);
    if (runs >= MANY_RUNS) expect(unseen(comparison.of, result.seen)).toEqual([]);
  }, 3_600_000);
});
