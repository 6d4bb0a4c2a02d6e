import type { Call } from '../calls.ts';

/** The engines that this one is compared with. */
export type Other = 'dynoxide' | 'DynamoDB Local';

/** A known difference, in which this engine follows DynamoDB. */
export interface Difference {
  readonly id: string;
  readonly of: Other;
  readonly operations?: RegExp;
  /** The behaviour of DynamoDB, and where it is written. */
  readonly documented: string;
  readonly source: string;
  /** Takes the difference out of an observation of either engine. */
  readonly level?: (observed: unknown, call: Call) => unknown;
  /** The two outcomes as texts: `OK`, or the error's name and message. */
  readonly texts?: readonly [ours: RegExp, theirs: RegExp];
  /** Whether it can occur with this call. */
  readonly when?: (call: Call) => boolean;
}

/** Changes every text with the given name within an observation. */
export function mapMembers(observed: unknown, names: RegExp, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(observed)) return observed.map((member) => mapMembers(member, names, change));
  if (typeof observed !== 'object' || observed === null) return observed;
  return Object.fromEntries(
    Object.entries(observed).map(([name, value]) => [
      name,
      names.test(name) && typeof value !== 'object' ? change(value) : mapMembers(value, names, change),
    ]),
  );
}

/** Changes the texts of errors and of a transaction's reasons. */
export const mapMessages =
  (change: (message: string) => string) =>
  (observed: unknown): unknown => {
    const { error } = observed as { error?: unknown };
    if (!error) return observed;
    const changed = mapMembers(error, /^[mM]essage$/, (message) =>
      typeof message === 'string' ? change(message) : message,
    );
    return { ...(observed as object), error: changed };
  };
