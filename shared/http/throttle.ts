import { createHash } from 'node:crypto';
import type { Counters } from '../dynamodb/counters.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { logger } from '../runtime/logger.ts';
import { isThrottling, isTransient } from '../runtime/transient.ts';
import type { Caller } from './caller.ts';
import type { Throttle, Tier } from './contract.ts';
import { sourceNetwork } from './source-network.ts';

/** What throttles need of the world. */
export interface ThrottlePorts {
  readonly counters: Counters;
  /** Whether this is the `X-Api-Key` of a partner. */
  isPartnerKey(apiKey: string): Promise<boolean>;
  readonly clock?: Clock;
}

export interface Attempt {
  readonly caller: Caller;
  readonly isPartner: boolean;
  readonly sourceIp: string;
  readonly body: unknown;
}

type Admission =
  /** `forgive` takes back what a failure would have counted. */
  | { readonly admitted: true; forgive(): Promise<void> }
  | { readonly admitted: false; readonly retryAfterSeconds: number };

/**
 * Counts an attempt before it is made, so that a limit holds however many come at once. A failure that turns out not to be one is forgiven
 * afterwards. What one throttle refuses, no other counts: guesses that an address is not granted do not lock the account that they aim at.
 * 1 write unit for each throttle, and 1 for each that is forgiven.
 */
export async function admit(
  throttles: readonly Throttle[],
  attempt: Attempt,
  { counters, clock = systemClock }: ThrottlePorts,
): Promise<Admission> {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const forgivable: (() => Promise<void>)[] = [];
  const forgive = async () => {
    await Promise.all(forgivable.map((giveBack) => giveBack()));
  };
  for (const throttle of throttles) {
    const windowEnd = (Math.floor(seconds / throttle.windowSeconds) + 1) * throttle.windowSeconds;
    const key = { pk: `throttle#${throttle.name}#${whose(throttle, attempt)}`, sk: String(windowEnd) };
    if (!(await isGranted(counters, throttle, key, limitFor(throttle, attempt), windowEnd))) {
      await forgive();
      return { admitted: false, retryAfterSeconds: windowEnd - seconds };
    }
    if (throttle.counts === 'failures') forgivable.push(() => giveBack(counters, throttle, key));
  }
  return { admitted: true, forgive };
}

/**
 * When the counter cannot be asked: what guards against guessing stays shut (a shop that cannot count wrong passwords takes none, and says
 * 503), what guards against load lets the request through and logs an error, since the shop would rather sell. A counter that is throttled
 * itself stays shut in any case: a flood must not open its own gate.
 */
async function isGranted(
  counters: Counters,
  throttle: Throttle,
  key: { pk: string; sk: string },
  limit: number,
  windowEnd: number,
): Promise<boolean> {
  try {
    return await counters.take(key, limit, windowEnd);
  } catch (error) {
    if (throttle.counts === 'failures' || isThrottling(error) || !isTransient(error)) throw error;
    logger.error('a throttle let a request through that it could not count', {
      throttle: throttle.name,
      error: error as Error,
    });
    return true;
  }
}

/** The answer stands, whether its count can be taken back or not. */
async function giveBack(counters: Counters, { name }: Throttle, key: { pk: string; sk: string }): Promise<void> {
  try {
    await counters.giveBack(key);
  } catch (error) {
    logger.warn('a throttle still counts what was no failure', { throttle: name, error: error as Error });
  }
}

const tierOf = ({ caller, isPartner }: Attempt): Tier => {
  if (isPartner) return 'partner';
  return caller.kind === 'user' ? 'customer' : 'guest';
};

const limitFor = ({ limit }: Throttle, attempt: Attempt): number =>
  typeof limit === 'number' ? limit : limit[tierOf(attempt)];

/** Hashed, since an address or an email is personal. */
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
