import { createHash, randomBytes } from 'node:crypto';
import type { Key } from '../dynamodb/actions.ts';
import type { Counters } from '../dynamodb/counters.ts';
import type { Trials } from '../dynamodb/trials.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import type { Trial, TrialRefusal } from '../kernel/trials.ts';
import { logger } from '../runtime/logger.ts';
import { isThrottling, isTransient } from '../runtime/transient.ts';
import type { Caller } from './caller.ts';
import type { Bound, Limit, RequestThrottle, Throttle, Tier, TrialThrottle } from './contract.ts';
import { sourceNetwork } from './source-network.ts';

/** The ports of throttles. Entry points get them from `stageThrottles`. */
export interface ThrottlePorts {
  readonly counters: Counters;
  readonly trials: Trials;
  /** Whether this is the `X-Api-Key` of a partner. */
  isPartnerKey(apiKey: string): Promise<boolean>;
  /** Multiplies the limits of throttles that the stage scales. Default 1. */
  readonly stageFactor?: number;
  /** The number that the stage sets under this name. */
  readonly numberOf?: (setting: string) => number;
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
  | { readonly admitted: true; readonly trials: readonly Trial[]; settle(outcome: Outcome): Promise<void> }
  | { readonly admitted: false; readonly retryAfterSeconds: number; readonly because: Because };

/** The limit that an attempt met: on attempts, on failures, or on what is open at once. */
export type Because = 'attempts' | TrialRefusal['because'];

/** The count of an attempt by one throttle. */
interface Taken {
  readonly trial?: Trial;
  /** Subtracts it again, if the outcome is not to be counted. */
  settle(outcome: Outcome): Promise<void>;
}

type Refused = Omit<Extract<Admission, { admitted: false }>, 'admitted'>;

/**
 * Counts an attempt before it runs, so that a limit holds under any number of parallel attempts.
 *
 * Call `settle` after the attempt. If one throttle refuses it, those after it do not count it, and
 * those of failures and trials before it take it back. So guesses beyond an address's limit do not
 * lock the account that they aim at.
 *
 * Costs 1 write unit for each throttle, and 1 for each that is forgiven. A success costs 1 more
 * where its network is noted or another throttle is set back.
 *
 * @param throttles applied in this order; the first one at its limit refuses.
 *
 * @example
 * const admission = await admit(route.throttles ?? [], attempt, ports);
 * if (!admission.admitted) return tooManyRequests(admission);
 */
export async function admit(
  throttles: readonly Throttle[],
  attempt: Attempt,
  ports: ThrottlePorts,
): Promise<Admission> {
  const now = Math.floor((ports.clock ?? systemClock).now().getTime() / 1000);
  const taken: Taken[] = [];
  const settle = async (outcome: Outcome) => void (await Promise.all(taken.map((each) => each.settle(outcome))));
  for (const throttle of throttles) {
    const who = whose(throttle, attempt);
    const limitOf = (limit: Limit) => limitFor(limit, throttle, attempt, ports);
    const subject = { who, sourceIp: attempt.sourceIp, limitOf, now };
    const outcome =
      throttle.counts === 'trials' ? await beginTrial(ports, throttle, subject) : await count(ports, throttle, subject);
    if ('retryAfterSeconds' in outcome) {
      await settle('fault');
      return { admitted: false, ...outcome };
    }
    taken.push(outcome);
  }
  return { admitted: true, trials: taken.flatMap(({ trial }) => trial ?? []), settle };
}

/** Whose attempts a throttle counts together, and what this one may do. */
interface Subject {
  /** Hashed. */
  readonly who: string;
  readonly sourceIp: string;
  /** In seconds since 1970. */
  readonly now: number;
  limitOf(limit: Limit): number;
}

const partitionOf = (name: string, who: string): string => `throttle#${name}#${who}`;

async function count(
  { counters }: ThrottlePorts,
  throttle: RequestThrottle,
  { who, sourceIp, limitOf, now }: Subject,
): Promise<Taken | Refused> {
  const { name, counts, windowSeconds, knowsNetworks, resets } = throttle;
  const windowEnd = (Math.floor(now / windowSeconds) + 1) * windowSeconds;
  const everyones: Key = { pk: partitionOf(name, who), sk: String(windowEnd) };
  // One hash of both, so that the table does not reveal which networks somebody uses.
  const network = knowsNetworks && hash(`${who} ${sourceNetwork(sourceIp)}`);
  const own = network && { ...everyones, pk: `${everyones.pk}#${network}` };
  const knownBy = typeof knowsNetworks === 'object' ? knowsNetworks.of : name;
  const known = network && { pk: `${partitionOf(knownBy, who)}#${network}`, sk: 'known' };
  const take = async (key: Key) => ((await counters.take(key, limitOf(throttle.limit), windowEnd)) ? key : undefined);
  const takeOwn = async () => (own && known && (await counters.isNoted(known, now)) ? take(own) : undefined);
  const taken = await unlessAway(throttle, everyones, async () => (await take(everyones)) ?? takeOwn());
  if (!taken) return { because: 'attempts', retryAfterSeconds: windowEnd - now };
  const isCounted = (outcome: Outcome) => counts === 'requests' || outcome === 'refused';
  return {
    async settle(outcome) {
      if (!isCounted(outcome)) await forgive(throttle, () => counters.giveBack(taken));
      if (outcome !== 'done') return;
      if (known) await forgive(throttle, () => counters.note(known, now + KNOWN_SECONDS));
      if (resets === undefined) return;
      await forgive(throttle, () => counters.reset({ ...everyones, pk: partitionOf(resets, who) }));
    },
  };
}

/** As long as a session lasts that nobody ends. */
const KNOWN_SECONDS = 30 * 24 * 60 * 60;

async function beginTrial(
  { trials }: ThrottlePorts,
  throttle: TrialThrottle,
  { who, limitOf, now }: Subject,
): Promise<Taken | Refused> {
  const { name, windowSeconds, openSeconds, backOff, clearedBySuccess: clears = false } = throttle;
  const pk = partitionOf(name, who);
  const keepSeconds = Math.max(openSeconds, windowSeconds);
  const trial = { pk, id: randomBytes(9).toString('base64url'), windowSeconds, keepSeconds, clears };
  const limits = { open: limitOf(throttle.open), failures: limitOf(throttle.limit) };
  const terms = {
    ...limits,
    openSeconds,
    windowSeconds,
    backOff: backOff && { ...backOff, from: limitOf(backOff.from) },
  };
  const refused = await unlessAway(throttle, undefined, () => trials.begin(trial, terms, now));
  if (refused) return refused;
  return {
    trial,
    settle: async (outcome) =>
      outcome === 'done' ? undefined : forgive(throttle, () => trials.end(trial, 'undone', now)),
  };
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
async function unlessAway<T>({ name, counts }: Throttle, admitted: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (counts === 'failures' || isThrottling(error) || !isTransient(error)) throw error;
    logger.error('admitted a request that the throttle could not count', { throttle: name, error: error as Error });
    return admitted;
  }
}

/** A failure here does not change the response; the attempt only stays counted. */
async function forgive({ name }: Throttle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.warn('could not forgive an attempt: the throttle still counts it', {
      throttle: name,
      error: error as Error,
    });
  }
}

const tierOf = ({ caller, isPartner }: Attempt): Tier => {
  if (isPartner) return 'partner';
  return caller.kind === 'user' ? 'customer' : 'guest';
};

function limitFor(
  limit: Limit,
  { scaledByStage }: Throttle,
  attempt: Attempt,
  { stageFactor = 1, numberOf }: ThrottlePorts,
): number {
  const bound: Bound = typeof limit === 'number' ? limit : limit[tierOf(attempt)];
  const factor = scaledByStage ? stageFactor : 1;
  if (typeof bound === 'number') return bound * factor;
  if (!numberOf) throw new Error(`The stage does not set ${bound.setting}.`);
  return numberOf(bound.setting) * bound.times * factor;
}

/** The identity is hashed, since an address or an email is personal data. */
function whose({ name, per }: Throttle, { caller, sourceIp, body }: Attempt): string {
  if (typeof per === 'object' && !(per.unlessUser && caller.kind === 'user')) {
    const value = (body as Readonly<Record<string, unknown>>)[per.body];
    if (typeof value !== 'string')
      throw new Error(`The throttle ${name} counts per ${per.body}, which the body lacks.`);
    return hash(`body:${mailboxOf(value.toLowerCase())}`);
  }
  if (per !== 'address' && caller.kind === 'user') return hash(`user:${caller.userId}`);
  if (per === 'caller' && caller.kind === 'guest') return hash(`cart:${caller.cartId}`);
  return hash(`address:${sourceNetwork(sourceIp)}`);
}

/**
 * Mail to `ada+shop@` arrives at `ada@` (RFC 5233). So tags are left out, or anybody could fill one
 * mailbox by as many addresses as they like.
 */
const mailboxOf = (address: string): string => address.replace(/^([^+@]+)\+[^@]*@/, '$1@');

const hash = (identity: string): string => createHash('sha256').update(identity).digest('base64url');
