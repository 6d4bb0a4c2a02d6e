import type { Timer } from '../../../shared/kernel/clock.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import type { Cart } from '../domain/cart.ts';
import type { CartGuard } from '../domain/cart-guard.ts';
import type { MergeReport } from '../domain/merge.ts';
import type { Sellables } from '../domain/priced-cart.ts';

/**
 * A guest's cart that was merged into a user's. It can no longer be used, but the same merge can be
 * repeated.
 */
export interface MergedCart {
  readonly mergedInto: string;
  readonly tokenHash: string;
  readonly report: MergeReport;
}

export interface CartStore {
  /** Undefined when the cart does not exist, has expired or was merged into another. */
  get(cartId: string): Promise<Cart | undefined>;
  /** A guest's cart, even if it was merged. */
  getGuest(cartId: string): Promise<(Cart & { readonly tokenHash: string }) | MergedCart | undefined>;
  /**
   * Stores the version after the one that `cart` was read in, and that the request was carried
   * out.
   *
   * @returns the stored cart, or undefined after a concurrent update, or when the request was
   *   carried out before.
   */
  save(cart: Cart, request?: Idempotency): Promise<Cart | undefined>;
  /** Records a request that changed nothing. @returns false when it was carried out before. */
  recordRequest(request: Idempotency): Promise<boolean>;
  /** The hash of the request that this key was used for. */
  getRequest(request: Idempotency): Promise<string | undefined>;
  /**
   * Deletes the cart's lines and its merge records. Its version stays and rises: a cart that began
   * again at 1 could be taken for the one that an order of it has bought.
   */
  erase(cartId: string): Promise<void>;
  /**
   * Stores the user's cart after a merge and ends the guest's, both based on the versions that were
   * read.
   *
   * @param hasOrders whether the guest has ordered: only then is the merge recorded permanently.
   * @returns the user's stored cart, or undefined after a concurrent update of either cart.
   */
  merge(user: Cart, guest: Cart, report: MergeReport, hasOrders: boolean): Promise<Cart | undefined>;
  /** Records a merge permanently: an order of the guest's cart came after it. 2 write units. */
  keepMergeRecord(userCartId: string, guestCartId: string): Promise<void>;
}

/** Reads the latest order of a cart that is being placed or was confirmed. */
export type GetCartGuard = (cartId: string) => Promise<CartGuard | undefined>;

/** The ports of carts: their store, and queries of other domains. */
export interface CartPorts {
  readonly store: CartStore;
  readonly getCartGuard: GetCartGuard;
  readonly clock: Timer;
  getSellables(skus: readonly string[]): Promise<Sellables>;
}

export interface CartOwner {
  readonly cartId: string;
  /** A guest's cart is stored when it is created; a user's is stored by its first change. */
  readonly isGuest: boolean;
}
