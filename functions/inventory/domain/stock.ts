/** The only warehouse there is. */
export const MAIN_WAREHOUSE = 'main';

/**
 * The pieces of a SKU: for sale, held by orders that are being paid, or sold and not yet shipped.
 * No level is ever negative.
 */
export interface Levels {
  readonly available: number;
  readonly held: number;
  readonly allocated: number;
}

/**
 * `adminVersion` counts the changes by admins only. Between two of them the sum of the levels stays
 * the same.
 */
export interface Stock extends Levels {
  readonly sku: string;
  readonly adminVersion: number;
  /** How `available` is spread over the shards: one, unless an admin asked for more. */
  readonly spread: readonly number[];
}

/**
 * The amounts that a change adds to each level. The stock is the sum of its movements, in any
 * order.
 */
export type Delta = Levels;

export const noStock = (sku: string): Stock => ({
  sku,
  available: 0,
  held: 0,
  allocated: 0,
  adminVersion: 0,
  spread: [0],
});

export const onHand = ({ available, held, allocated }: Levels): number => available + held + allocated;

export const DELTAS = {
  /** Pieces come in (or go, when negative). */
  received: (quantity: number): Delta => ({ available: quantity, held: 0, allocated: 0 }),
  reserved: (quantity: number): Delta => ({ available: -quantity, held: quantity, allocated: 0 }),
  committed: (quantity: number): Delta => ({ available: 0, held: -quantity, allocated: quantity }),
  released: (quantity: number): Delta => ({ available: quantity, held: -quantity, allocated: 0 }),
  deallocated: (quantity: number): Delta => ({ available: quantity, held: 0, allocated: -quantity }),
} as const;

/**
 * The levels after a change.
 *
 * @returns undefined when one of them would be negative, so that the change cannot be made.
 */
export function move<L extends Levels>(levels: L, delta: Delta): L | undefined {
  const moved = {
    ...levels,
    available: levels.available + delta.available,
    held: levels.held + delta.held,
    allocated: levels.allocated + delta.allocated,
  };
  return moved.available < 0 || moved.held < 0 || moved.allocated < 0 ? undefined : moved;
}
