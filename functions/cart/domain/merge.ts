import { MAX_QUANTITY } from '../../../shared/kernel/quantity.ts';
import { type AbsorbedCart, type Cart, type CartLine, MAX_LINES } from './cart.ts';
import type { CapReason, DropReason } from './values.ts';

/**
 * The result of a merge for each of the guest's lines. `quantity` is that of the user's cart now,
 * except for dropped lines.
 */
export interface MergeReport {
  /** Completely taken over. */
  readonly merged: readonly CartLine[];
  /** Partly taken over. `wanted` is the sum of both carts. */
  readonly capped: readonly {
    readonly sku: string;
    readonly wanted: number;
    readonly quantity: number;
    readonly reason: CapReason;
  }[];
  /** Not taken over. `quantity` is that of the guest's cart. */
  readonly dropped: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly reason: DropReason;
  }[];
}

export interface MergeFacts {
  isSold(sku: string): boolean;
  /** Pieces that can be bought, without those that a live order of the user's cart holds. */
  availableOf(sku: string): number;
  /** Pieces in the user's cart that a live order is buying. */
  inOrder(sku: string): number;
  readonly now: Date;
}

/**
 * Adds a guest's lines to a user's cart, within stock and limits. The user's own quantities are
 * never reduced. No piece is lost silently: each piece of both carts is in the new cart or in the
 * report.
 */
export function mergeLines(
  user: Cart,
  guest: Cart,
  facts: MergeFacts,
): { readonly cart: Cart; readonly report: MergeReport } {
  const quantities = new Map(user.lines.map(({ sku, quantity }) => [sku, quantity]));
  const [merged, capped, dropped]: [CartLine[], MergeReport['capped'][number][], MergeReport['dropped'][number][]] = [
    [],
    [],
    [],
  ];
  const taken: CartLine[] = [];
  for (const { sku, quantity } of guest.lines) {
    const own = quantities.get(sku);
    if (!facts.isSold(sku)) dropped.push({ sku, quantity, reason: 'not_sold' });
    else if (own === undefined && quantities.size >= MAX_LINES)
      dropped.push({ sku, quantity, reason: 'too_many_lines' });
    else {
      const { room, reason } = roomFor(sku, own ?? 0, facts);
      const more = Math.min(quantity, room);
      const sum = (own ?? 0) + more;
      if (more > 0) taken.push({ sku, quantity: more });
      if (sum > 0) quantities.set(sku, sum);
      if (more === quantity) merged.push({ sku, quantity: sum });
      else if (sum > 0) capped.push({ sku, wanted: (own ?? 0) + quantity, quantity: sum, reason });
      else dropped.push({ sku, quantity, reason: 'out_of_stock' });
    }
  }
  const lines = [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
  const cart =
    taken.length === 0 ? user : { ...user, lines, absorbed: [...(user.absorbed ?? []), absorb(guest, taken, facts)] };
  return { cart, report: { merged, capped, dropped } };
}

function roomFor(sku: string, own: number, { availableOf, inOrder }: MergeFacts) {
  const byStock = Math.max(0, availableOf(sku) - Math.max(0, own - inOrder(sku)));
  const byLimit = MAX_QUANTITY - own;
  return byStock < byLimit
    ? { room: byStock, reason: 'stock' as const }
    : { room: byLimit, reason: 'quantity_limit' as const };
}

const absorb = ({ id, settledOrderId }: Cart, lines: readonly CartLine[], { now }: MergeFacts): AbsorbedCart => ({
  cartId: id,
  mergedAt: now.toISOString(),
  lines,
  settledOrderId,
});
