import type { GuestTraces } from './user.ts';

const MINUTE = 60_000;

/**
 * By then no call that began before the erasure still writes, and every index shows what it wrote.
 */
const SETTLED_MS = 5 * MINUTE;
/** By then a queue has handed out its message five times. */
const FIRST_LOOK_MS = 15 * MINUTE;
const NEXT_LOOK_MS = 60 * MINUTE;
/** The README states it. */
const STATED_MS = 24 * 60 * MINUTE;

/**
 * An erasure that is not done: each domain that holds data of users still has to say that it erased
 * its part. The traces lead to guest orders until then.
 */
export interface Erasure extends GuestTraces {
  readonly userId: string;
  /** Later orders of guests under the same email are not part of it. */
  readonly erasedAt: string;
  /** When it was last asked for, by the user, an admin or a deleted login. */
  readonly requestedAt: string;
  /** When the schedule looks at it next. */
  readonly lookAt: string;
  /** How often the schedule has repeated the request. */
  readonly repeats: number;
  /** Domain → when its last complete run began. */
  readonly parts: Readonly<Record<string, string>>;
}

const after = (time: Date, ms: number): string => new Date(time.getTime() + ms).toISOString();

/** @param earlier the same user's erasure, if one is open: its time stays. */
export const requestErasure = (
  userId: string,
  { mergedCarts, hashedEmail }: GuestTraces,
  earlier: Erasure | undefined,
  now: Date,
): Erasure => ({
  ...{ userId, mergedCarts, hashedEmail },
  erasedAt: earlier?.erasedAt ?? now.toISOString(),
  requestedAt: now.toISOString(),
  lookAt: after(now, FIRST_LOOK_MS),
  repeats: 0,
  parts: earlier?.parts ?? {},
});

/** After the schedule has repeated the request. */
export const repeatErasure = (erasure: Erasure, now: Date): Erasure => ({
  ...erasure,
  lookAt: after(now, NEXT_LOOK_MS),
  repeats: erasure.repeats + 1,
});

export const isDue = ({ lookAt }: Erasure, now: Date): boolean => lookAt <= now.toISOString();

/**
 * The domains whose part is open. A run that began before the last writes had settled may have
 * missed one, so it does not count.
 */
export function openParts({ requestedAt, parts }: Erasure, domains: readonly string[]): string[] {
  const settledAt = after(new Date(requestedAt), SETTLED_MS);
  return domains.filter((domain) => (parts[domain] ?? '') < settledAt);
}

/** Whether the time is over within which every erasure should be done. */
export const isOverdue = ({ erasedAt }: Erasure, now: Date): boolean =>
  after(new Date(erasedAt), STATED_MS) <= now.toISOString();
