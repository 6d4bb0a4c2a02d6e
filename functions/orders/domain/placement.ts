import type { OrderPlaced } from '../../../events/orders/order-placed.v1.ts';
import type { CartGuard, ClosedCart } from './cart-guard.ts';
import type { OrderContact } from './contact.ts';
import type { Order } from './order.ts';

/** All that is written when an order is placed. */
export interface Placement {
  readonly order: Order;
  readonly event: OrderPlaced;
  readonly contact: OrderContact;
  /** The buyer's user id, or a guest's cart id. */
  readonly buyer: string;
  /** Of a guest's email: users find their orders by their id. */
  readonly emailHash: string | undefined;
  readonly key: string;
  readonly bodyHash: string;
  /** The guard as it was read, to be replaced only if it is still that one. */
  readonly guard: CartGuard | undefined;
  /** Carts merged into this one: to be closed, if their guards are still as they were read. */
  readonly closes: readonly ClosedCart[];
}
