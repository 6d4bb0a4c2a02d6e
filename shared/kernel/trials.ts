/**
 * An attempt whose outcome comes later, e.g. an order until it is paid. It is open until it ends,
 * and at most until its time is over.
 *
 * Times are in seconds since 1970.
 */
export interface Trial {
  /** The partition of those that are counted together. */
  readonly pk: string;
  readonly id: string;
  /** For so long a failure counts, from the first one on. */
  readonly windowSeconds: number;
  /** For so long the count may be needed. */
  readonly keepSeconds: number;
  /** Whether its success forgives the failures before it. */
  readonly clears: boolean;
}

/** How a trial ended. `undone`: it counts as if it had never begun. */
export type TrialOutcome = 'succeeded' | 'failed' | 'undone';

/** The limits on trials that are counted together. */
export interface TrialTerms {
  /** Trials that may be open at once. */
  readonly open: number;
  /** A trial that has not ended by then is no longer counted as open. */
  readonly openSeconds: number;
  /** Failures in a window after which no further trial may begin. */
  readonly failures: number;
  readonly windowSeconds: number;
  readonly backOff?: BackOff | undefined;
}

/** From so many failures on, each one doubles the wait until the next trial. */
export interface BackOff {
  readonly from: number;
  /** The first wait. */
  readonly seconds: number;
  readonly mostSeconds: number;
}

/** The trials that are counted together. */
export interface TrialCount {
  /** The end of each trial's time, by its id. */
  readonly trials: ReadonlyMap<string, number>;
  readonly failures: number;
  readonly failedAt: number;
  readonly windowEnd: number;
}

/** Why no further trial may begin: too many are `open`, or there were too many `failures`. */
export interface TrialRefusal {
  readonly granted: false;
  readonly because: 'open' | 'failures';
  readonly retryAfterSeconds: number;
}

/** `failures` that still count, and trials whose time is over. */
export interface TrialGrant {
  readonly granted: true;
  readonly failures: number;
  readonly expired: readonly string[];
}

/** An open trial ends sooner than its time: usually within a minute. */
const LOOK_AGAIN_SECONDS = 60;

/** How long after its newest failure a further trial has to wait. */
export function waitAfter(failures: number, backOff: BackOff | undefined): number {
  if (!backOff || failures < backOff.from) return 0;
  return Math.min(backOff.mostSeconds, backOff.seconds * 2 ** (failures - backOff.from));
}

/** Decides whether one more trial may begin. */
export function judgeTrial(count: TrialCount, now: number, terms: TrialTerms): TrialGrant | TrialRefusal {
  const { trials, failedAt, windowEnd } = count;
  const failures = windowEnd > now ? count.failures : 0;
  if (failures >= terms.failures) return refused(windowEnd - now, 'failures');
  const wait = failedAt + waitAfter(failures, terms.backOff) - now;
  if (failures > 0 && wait > 0) return refused(Math.min(wait, windowEnd - now), 'failures');
  const expired = [...trials].filter(([, until]) => until <= now).map(([id]) => id);
  if (trials.size - expired.length < terms.open) return { granted: true, failures, expired };
  const soonest = Math.min(...[...trials.values()].filter((until) => until > now));
  return refused(Math.min(soonest - now, LOOK_AGAIN_SECONDS), 'open');
}

const refused = (retryAfterSeconds: number, because: TrialRefusal['because']): TrialRefusal => ({
  granted: false,
  because,
  retryAfterSeconds,
});
