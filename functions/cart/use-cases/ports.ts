import type { Timer } from '../../../shared/kernel/clock.ts';
import type { Cart } from '../domain/cart.ts';
import type { CartGuard } from '../domain/cart-guard.ts';
import type { MergeReport } from '../domain/merge.ts';
import type { Sellables } from '../domain/priced-cart.ts';

/** A guest's cart that was merged into a user's: nobody's any more, but the merge can be asked for again. */
export interface MergedCart {
  readonly mergedInto: string;
  readonly tokenHash: string;
  readonly report: MergeReport;
}

export interface CartStore {
  /** Undefined when there is none, or when it has expired or was merged into another. */
  get(cartId: string): Promise<Cart | undefined>;
  /** A guest's cart, also one that was merged. */
  getGuest(cartId: string): Promise<(Cart & { readonly tokenHash: string }) | MergedCart | undefined>;
  /**
   * Stores the version after the one that `cart` was read as.
   *
   * @returns the stored cart, or undefined when another change was faster.
   */
  save(cart: Cart): Promise<Cart | undefined>;
  /** Leaves nothing of a cart: neither what is in it nor what was merged into it. */
  erase(cartId: string): Promise<void>;
  /**
   * Stores the user's cart after a merge, and that the guest's ended with it, both on the versions that were read.
   *
   * @returns the user's stored cart, or undefined when another change of either cart was faster.
   */
  merge(user: Cart, guest: Cart, report: MergeReport): Promise<Cart | undefined>;
}

/** Reads the latest order of a cart that is being placed or was confirmed. */
export type GetCartGuard = (cartId: string) => Promise<CartGuard | undefined>;

/** What a cart needs of the world: its store, and other domains' queries. */
export interface CartPorts {
  readonly store: CartStore;
  readonly getCartGuard: GetCartGuard;
  readonly clock: Timer;
  getSellables(skus: readonly string[]): Promise<Sellables>;
}

export interface CartOwner {
  readonly cartId: string;
  /** A guest's cart exists before its first change; a user's begins with it. */
  readonly isGuest: boolean;
}
