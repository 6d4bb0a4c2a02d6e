import fc from 'fast-check';
import { isSame, type Pair } from './compare.ts';
import type { Other } from './differences/difference.ts';
import { callerAt } from './endpoint.ts';
import { DIFFERENCES, explain } from './explain.ts';
import { callerOfEngine, program, run } from './program.ts';

export interface Comparison {
  readonly of: Other;
  readonly endpoint: string;
  /** Each has a table of its own. */
  readonly runs: number;
  readonly seed: number;
}

interface Counts {
  cases: number;
  /** Answers that differ as listed. */
  listed: number;
  unlisted: number;
}

export interface Result {
  readonly operations: Readonly<Record<string, Counts>>;
  /** How often each listed difference was seen, by id. */
  readonly seen: Readonly<Record<string, number>>;
  /** The smallest program with an unlisted difference, as text; undefined if there is none. */
  readonly counterexample: string | undefined;
}

/** Runs random programs on this engine and on another one. */
export async function compareEngines({ of, endpoint, runs, seed }: Comparison): Promise<Result> {
  const operations: Record<string, Counts> = {};
  const seen: Record<string, number> = {};
  const [engine, reference] = [callerOfEngine(), callerAt(endpoint)];
  let count = 0;
  const check = (pair: Pair): void => {
    operations[pair.call.operation] ??= { cases: 0, listed: 0, unlisted: 0 };
    const counts = operations[pair.call.operation] as Counts;
    counts.cases += 1;
    if (isSame(pair)) return;
    const ids = explain(of, pair);
    counts[ids ? 'listed' : 'unlisted'] += 1;
    if (!ids) throw new Error(`An unlisted difference: ${JSON.stringify(pair, null, 2)}`);
    for (const id of ids) seen[id] = (seen[id] ?? 0) + 1;
  };
  const property = fc.asyncProperty(program, async (made) => {
    count += 1;
    await run(made, engine, reference, `conformance-${process.pid}-${count}`, check);
  });
  const details = await fc.check(property, { numRuns: runs, seed, endOnFailure: false });
  const shown = `CONFORMANCE_SEED=${seed}, path ${details.counterexamplePath}: ${String(details.errorInstance)}`;
  return { operations, seen, counterexample: details.failed ? shown : undefined };
}

/** The listed differences that did not occur. */
export const unseen = (of: Other, seen: Result['seen']): readonly string[] =>
  DIFFERENCES.filter((one) => one.of === of && !seen[one.id]).map(({ id }) => id);

/** The result as lines of a report. */
export function reportOf({ operations, seen }: Result, { of, seed, runs }: Comparison): string {
  const rows = Object.entries(operations).map(
    ([operation, { cases, listed, unlisted }]) =>
      `${operation.padEnd(20)} ${cases} cases, ${listed} listed differences, ${unlisted} others`,
  );
  const ids = Object.entries(seen)
    .sort(([, a], [, b]) => b - a)
    .map(([id, times]) => `  ${times} × ${id}`);
  return [`Against ${of}: CONFORMANCE_SEED=${seed} CONFORMANCE_RUNS=${runs}`, ...rows, ...ids].join('\n');
}
