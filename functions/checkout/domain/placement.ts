import type { CartGuard } from '../../cart/queries.ts';
import type { NewOrder } from '../../orders/actions.ts';
import type { ClosedCart } from './cart-guard.ts';

/** All that is written when an order is placed. */
export interface Placement extends NewOrder {
  /** The buyer's user id, or a guest's cart id. */
  readonly buyer: string;
  readonly key: string;
  readonly bodyHash: string;
  /** The guard as it was read, to be replaced only if it is still that one. */
  readonly guard: CartGuard | undefined;
  /** Carts merged into this one: to be closed, if their guards are still as they were read. */
  readonly closes: readonly ClosedCart[];
}
