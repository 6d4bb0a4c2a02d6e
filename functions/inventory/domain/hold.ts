import { FIRST_SHARD, type Part } from './shards.ts';
import type { HoldState } from './values.ts';

/** How long an order may hold its pieces before it must have paid. */
export const HOLD_MINUTES = 15;

export interface HoldLine {
  readonly sku: string;
  readonly quantity: number;
  /**
   * The shards that gave the pieces, and get them back. Absent when the first shard gave them all.
   */
  readonly parts?: readonly Part[] | undefined;
}

/** The pieces of one order. */
export interface Hold {
  readonly orderId: string;
  readonly state: HoldState;
  readonly lines: readonly HoldLine[];
  /** The time at which it lapses unless it is committed before; ISO 8601. */
  readonly heldUntil: string;
  /** While the buyer's bank is asked: the time at which it lapses if nobody has paid. */
  readonly bankUntil?: string | undefined;
  /**
   * On the tombstone of a refusal: the SKUs that lacked pieces. A retry returns the same refusal.
   */
  readonly lacking?: readonly string[] | undefined;
  /** When it became an allocation. */
  readonly allocatedAt?: string | undefined;
}

/** How an attempt to hold pieces ended. */
export type Reservation =
  | { readonly kind: 'reserved' }
  | { readonly kind: 'exists'; readonly hold: Hold }
  | { readonly kind: 'lacking'; readonly skus: readonly string[] }
  /**
   * A concurrent order took a shard's pieces, or the SKU has more shards than was known. Another
   * attempt may find pieces.
   */
  | { readonly kind: 'outrun' };

export const partsOf = ({ quantity, parts }: HoldLine): readonly Part[] => parts ?? [{ shard: FIRST_SHARD, quantity }];

/** Merges lines of the same SKU into one, so that a transaction writes each SKU once. */
export function mergeLines(lines: readonly HoldLine[]): HoldLine[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

/** How long a lapsed hold is left to its order's saga before the sweeper undoes it. */
const GRACE_MS = 30_000;

/** @param lines one per SKU. */
export const hold = (orderId: string, lines: readonly HoldLine[], now: Date): Hold => ({
  orderId,
  state: 'held',
  lines,
  heldUntil: new Date(now.getTime() + HOLD_MINUTES * 60_000).toISOString(),
});

export const tombstone = (orderId: string, now: Date): Hold => ({
  orderId,
  state: 'released',
  lines: [],
  heldUntil: now.toISOString(),
});

/** Whether a hold has lapsed. The clock decides: no process deletes holds on time. */
export const hasLapsed = ({ state, heldUntil }: Hold, now: Date): boolean =>
  state === 'held' && now.getTime() >= Date.parse(heldUntil);

/** Whether a hold lapsed so long ago that its saga will not release it any more. */
export const isOverdue = (held: Hold, now: Date): boolean => hasLapsed(held, new Date(now.getTime() - GRACE_MS));

/** Whether the time for the bank is over, long enough. Who has paid meanwhile keeps the pieces. */
export const isOverdueAtBank = ({ state, bankUntil }: Hold, now: Date): boolean =>
  state === 'held' && bankUntil !== undefined && now.getTime() - GRACE_MS >= Date.parse(bankUntil);

/** Left to the saga after the buyer's time, to learn whether they have paid. */
const BANK_MARGIN_SECONDS = 120;

/**
 * When a hold lapses whose buyer was sent to the bank, if nobody has paid. Such a hold costs its
 * buyer nothing, so this is sooner than for one that waits for the shop.
 *
 * @param timeoutSeconds that the buyer has.
 */
export const bankLimit = (askedAt: string, timeoutSeconds: number): string =>
  new Date(Date.parse(askedAt) + (timeoutSeconds + BANK_MARGIN_SECONDS) * 1000).toISOString();
