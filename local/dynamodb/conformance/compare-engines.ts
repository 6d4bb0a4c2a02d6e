import fc from 'fast-check';
import { isSame, type Pair } from './compare.ts';
import type { Other } from './differences/difference.ts';
import { callerAt } from './endpoint.ts';
import { DIFFERENCES, explain, outcomeIn } from './explain.ts';
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
  /** The smallest of each kind of other differences, by the two outcomes. */
  readonly unlisted: Readonly<Record<string, Pair>>;
}

/** Texts without what differs between calls. */
const kindOf = ({ call, engine, reference }: Pair): string =>
  [call.operation, ...[engine, reference].map((observed) => outcomeIn(observed).replace(/[{["].*$/s, '…'))].join(' | ');

const sizeOf = (pair: Pair | undefined): number => (pair ? JSON.stringify(pair).length : Number.POSITIVE_INFINITY);

/**
 * Runs random programs on this engine and on another one. It goes on after a difference, so that
 * one run shows all kinds.
 */
export async function compareEngines({ of, endpoint, runs, seed }: Comparison): Promise<Result> {
  const operations: Record<string, Counts> = {};
  const seen: Record<string, number> = {};
  const unlisted: Record<string, Pair> = {};
  const [engine, reference] = [callerOfEngine(), callerAt(endpoint)];
  let count = 0;
  const note = (pair: Pair): void => {
    operations[pair.call.operation] ??= { cases: 0, listed: 0, unlisted: 0 };
    const counts = operations[pair.call.operation] as Counts;
    counts.cases += 1;
    if (isSame(pair)) return;
    const ids = explain(of, pair);
    counts[ids ? 'listed' : 'unlisted'] += 1;
    for (const id of ids ?? []) seen[id] = (seen[id] ?? 0) + 1;
    const kind = kindOf(pair);
    if (!ids && sizeOf(pair) < sizeOf(unlisted[kind])) unlisted[kind] = pair;
  };
  const property = fc.asyncProperty(program, async (made) => {
    count += 1;
    await run(made, engine, reference, `conformance-${process.pid}-${count}`, note);
  });
  await fc.assert(property, { numRuns: runs, seed });
  return { operations, seen, unlisted };
}

/** The listed differences that did not occur. */
export const unseen = (of: Other, seen: Result['seen']): readonly string[] =>
  DIFFERENCES.filter((one) => one.of === of && !seen[one.id]).map(({ id }) => id);

/** The result as lines of a report. */
export function reportOf({ operations, seen, unlisted }: Result, { of, seed, runs }: Comparison): string {
  const rows = Object.entries(operations).map(
    ([operation, counts]) =>
      `${operation.padEnd(20)} ${counts.cases} cases, ${counts.listed} listed differences, ${counts.unlisted} others`,
  );
  const ids = Object.entries(seen)
    .sort(([, a], [, b]) => b - a)
    .map(([id, times]) => `  ${times} × ${id}`);
  const missing = unseen(of, seen);
  const others = Object.values(unlisted).map((pair) => JSON.stringify(pair));
  return [
    `Against ${of}: CONFORMANCE_SEED=${seed} CONFORMANCE_RUNS=${runs}`,
    ...rows,
    ...ids,
    `Not seen: ${missing.join(', ') || 'none'}`,
    ...others,
  ].join('\n');
}
