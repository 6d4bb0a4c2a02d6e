import type { UsageLine } from '../local/cloud/usage.ts';

/** By service and unit, e.g. `dynamodb write units`. */
export type Amounts = Readonly<Record<string, number>>;

/** The usage between two readings of `/_local/usage`. */
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
