import type { Clock } from './clock.ts';

/** How far comparisons have come, by name. */
export interface Checkpoints {
  /** The time up to which all has been compared. */
  getCheckpoint(name: string): Promise<Date | undefined>;
  saveCheckpoint(name: string, at: Date): Promise<void>;
}

/** The time that a comparison has, and what it covers. */
export interface Span {
  /** Nothing further is taken up after this time; the next run goes on there. */
  readonly until: Date;
  /** Compares all since then instead, as after a table was restored, and keeps no progress. */
  readonly since?: Date | undefined;
}

const MINUTE = 60_000;
/** So much time is compared before the progress is stored. */
const SLICE = 60 * MINUTE;
/** How far the first run looks back. */
const DAY = 24 * 60 * MINUTE;

/**
 * Compares what came since the last run, slice by slice.
 *
 * @param age the milliseconds after which something is compared; with `since`, at once.
 */
export async function catchUp(
  { getCheckpoint, saveCheckpoint }: Checkpoints,
  clock: Clock,
  { name, age, until, since }: Span & { readonly name: string; readonly age: number },
  compare: (from: Date, to: Date) => Promise<void>,
): Promise<void> {
  const end = clock.now().getTime() - (since ? 0 : age);
  let from = since ?? (await getCheckpoint(name)) ?? new Date(end - DAY);
  while (from.getTime() < end && clock.now() < until) {
    const to = new Date(Math.min(from.getTime() + SLICE, end));
    await compare(from, to);
    if (!since) await saveCheckpoint(name, to);
    from = to;
  }
}
