import type { UsageLine } from '../local/usage.ts';

/** By service and unit, e.g. `dynamodb write units`. */
export type Amounts = Readonly<Record<string, number>>;

/** What was used between two looks at `/_local/usage`. */
export function usedBetween(before: readonly UsageLine[], after: readonly UsageLine[]): Amounts {
  const used = new Map<string, number>();
  const add = (lines: readonly UsageLine[], sign: 1 | -1): void => {
    for (const { service, unit, amount } of lines) {
      const name = `${service} ${unit}`;
      used.set(name, (used.get(name) ?? 0) + sign * amount);
    }
  };
  add(after, 1);
  add(before, -1);
  return Object.fromEntries([...used].filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The middle of several runs, amount by amount: a race that now and then costs a read more is not what an order costs. */
export function usualOf(runs: readonly Amounts[]): Amounts {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run)))].sort();
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name] ?? 0))]));
}

/** The middle value; of an even number of values the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
