import { FIRST_SHARD, type Part } from './shards.ts';
import type { HoldState } from './values.ts';

/** How long an order may hold its pieces before it must have paid. */
export const HOLD_MINUTES = 15;

export interface HoldLine {
  readonly sku: string;
  readonly quantity: number;
  /** Which shards of the stock gave the pieces, and get them back; absent when the first one gave them all. */
  readonly parts?: readonly Part[] | undefined;
}

/** The pieces of one order. */
export interface Hold {
  readonly orderId: string;
  readonly state: HoldState;
  readonly lines: readonly HoldLine[];
  /** When it lapses if it is not committed by then; ISO 8601. */
  readonly heldUntil: string;
  /** Of a tombstone that a refusal left: the SKUs that lacked pieces, so that a retry hears the same. */
  readonly lacking?: readonly string[] | undefined;
}

/** How an attempt to hold pieces ended. */
export type Reservation =
  | { readonly kind: 'reserved' }
  | { readonly kind: 'exists'; readonly hold: Hold }
  | { readonly kind: 'lacking'; readonly skus: readonly string[] }
  /** Others took the pieces of a shard first, or the SKU has more shards than was known: another look may find some. */
  | { readonly kind: 'outrun' };

export const partsOf = ({ quantity, parts }: HoldLine): readonly Part[] => parts ?? [{ shard: FIRST_SHARD, quantity }];

/** One line per SKU: the same SKU in several lines is added up, so that it is written once in a transaction. */
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

/** A condition on the clock, not on the item being gone: nothing deletes holds on time. */
export const hasLapsed = ({ state, heldUntil }: Hold, now: Date): boolean =>
  state === 'held' && now.getTime() >= Date.parse(heldUntil);

/** Whether a hold lapsed so long ago that nobody else will release it. */
export const isOverdue = (held: Hold, now: Date): boolean => hasLapsed(held, new Date(now.getTime() - GRACE_MS));
