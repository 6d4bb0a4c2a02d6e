import { createHash } from 'node:crypto';
import type { Key } from '../dynamodb/actions.ts';
import type { Counters } from '../dynamodb/counters.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { logger } from '../runtime/logger.ts';
import { isThrottling, isTransient } from '../runtime/transient.ts';
import type { Caller } from './caller.ts';
import type { Throttle, Tier } from './contract.ts';
import { sourceNetwork } from './source-network.ts';

/** The ports of throttles. Entry points get them from `stageThrottles`. */
export interface ThrottlePorts {
  readonly counters: Counters;
  /** Whether this is the `X-Api-Key` of a partner. */
  isPartnerKey(apiKey: string): Promise<boolean>;
  /** Multiplies the limits of throttles that the stage scales. Default 1. */
  readonly stageFactor?: number;
  readonly clock?: Clock;
}

export interface Attempt {
  readonly caller: Caller;
  readonly isPartner: boolean;
  readonly sourceIp: string;
  readonly body: unknown;
}

/** How an attempt ended. A fault is ours, so that no throttle of outcomes counts it. */
export type Outcome = 'done' | 'replayed' | 'refused' | 'fault';

type Admission =
  /** `settle` subtracts the attempt from the throttles that do not count its outcome. */
  | { readonly admitted: true; readonly forgivable: readonly Key[]; settle(outcome: Outcome): Promise<void> }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/**
 * Counts an attempt before it runs, so that a limit holds under any number of parallel attempts.
 *
 * Call `settle` after the attempt. If one throttle refuses an attempt, the
 * throttles of failures before it take it back, and those after it do not count it. So guesses
 * beyond an address's limit do not lock the account that they aim at.
 *
 * Costs 1 write unit for each throttle, and 1 for each that is forgiven.
 *
 * @param throttles applied in this order; the first one at its limit refuses.
 *
 * @example
 * const admission = await admit(route.throttles ?? [], attempt, ports);
 * if (!admission.admitted) return tooManyRequests(admission.retryAfterSeconds);
 */
export async function admit(
  throttles: readonly Throttle[],
  attempt: Attempt,
  { counters, stageFactor = 1, clock = systemClock }: ThrottlePorts,
): Promise<Admission> {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const taken: { readonly throttle: Throttle; readonly key: Key }[] = [];
  const settle = async (outcome: Outcome) => {
    const forgiven = taken.filter(({ throttle }) => !isCounted(throttle, outcome));
    await Promise.all(forgiven.map(({ throttle, key }) => giveBack(counters, throttle, key)));
  };
  for (const throttle of throttles) {
    const windowEnd = (Math.floor(seconds / throttle.windowSeconds) + 1) * throttle.windowSeconds;
    const key = { pk: `throttle#${throttle.name}#${whose(throttle, attempt)}`, sk: String(windowEnd) };
    if (!(await isGranted(counters, throttle, key, limitFor(throttle, attempt, stageFactor), windowEnd))) {
      await settle('fault');
      return { admitted: false, retryAfterSeconds: windowEnd - seconds };
    }
    taken.push({ throttle, key });
  }
  const forgivable = taken.flatMap(({ throttle, key }) => (throttle.counts === 'unforgiven' ? [key] : []));
  return { admitted: true, forgivable, settle };
}

function isCounted({ counts }: Throttle, outcome: Outcome): boolean {
  if (counts === 'requests') return true;
  return outcome === (counts === 'failures' ? 'refused' : 'done');
}

/**
 * Counts the attempt, and decides when the counter is unavailable.
 *
 * - A throttle of failures rethrows the fault, which returns 503: a shop that cannot count wrong
 *   passwords must not accept any.
 * - Any other throttle admits the request and logs an error, so that an outage of the counters
 *   does not stop sales.
 * - A counter that is throttled itself never admits: a flood must not disable its own limit.
 * - A fault that is not transient is always rethrown.
 */
async function isGranted(
  counters: Counters,
  throttle: Throttle,
  key: Key,
  limit: number,
  windowEnd: number,
): Promise<boolean> {
  try {
    return await counters.take(key, limit, windowEnd);
  } catch (error) {
    if (throttle.counts === 'failures' || isThrottling(error) || !isTransient(error)) throw error;
    logger.error('admitted a request that the throttle could not count', {
      throttle: throttle.name,
      error: error as Error,
    });
    return true;
  }
}

/** A failure here does not change the response; the attempt only stays counted. */
async function giveBack(counters: Counters, { name }: Throttle, key: Key): Promise<void> {
  try {
    await counters.giveBack(key);
  } catch (error) {
    logger.warn('could not forgive an attempt: the throttle still counts it as failed', {
      throttle: name,
      error: error as Error,
    });
  }
}

const tierOf = ({ caller, isPartner }: Attempt): Tier => {
  if (isPartner) return 'partner';
  return caller.kind === 'user' ? 'customer' : 'guest';
};

const limitFor = ({ limit, scaledByStage }: Throttle, attempt: Attempt, stageFactor: number): number =>
  (typeof limit === 'number' ? limit : limit[tierOf(attempt)]) * (scaledByStage ? stageFactor : 1);

/** The identity is hashed, since an address or an email is personal data. */
function whose({ name, per }: Throttle, { caller, sourceIp, body }: Attempt): string {
  if (typeof per === 'object') {
    const value = (body as Readonly<Record<string, unknown>>)[per.body];
    if (typeof value !== 'string')
      throw new Error(`The throttle ${name} counts per ${per.body}, which the body lacks.`);
    return hash(`body:${value.toLowerCase()}`);
  }
  if (per === 'caller' && caller.kind === 'user') return hash(`user:${caller.userId}`);
  if (per === 'caller' && caller.kind === 'guest') return hash(`cart:${caller.cartId}`);
  return hash(`address:${sourceNetwork(sourceIp)}`);
}

const hash = (identity: string): string => createHash('sha256').update(identity).digest('base64url');
