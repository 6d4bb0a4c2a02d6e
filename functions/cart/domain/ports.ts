import type { Cart, CartGuard } from './cart.ts';
import type { Sellables } from './priced-cart.ts';

export interface CartStore {
  /** Undefined when there is none, or when it has expired. */
  get(cartId: string): Promise<Cart | undefined>;
  /**
   * Stores the version after the one that `cart` was read as.
   *
   * @returns the stored cart, or undefined when another change was faster.
   */
  save(cart: Cart): Promise<Cart | undefined>;
}

/** Reads the latest order of a cart that is being placed or was confirmed. */
export type GetCartGuard = (cartId: string) => Promise<CartGuard | undefined>;

/** What a cart needs of the world: its store, and other domains' queries. */
export interface CartPorts {
  readonly store: CartStore;
  readonly getCartGuard: GetCartGuard;
  getSellables(skus: readonly string[]): Promise<Sellables>;
  /** Waits before a change that lost a race is decided again. */
  pause(milliseconds: number): Promise<void>;
}

export interface CartOwner {
  readonly cartId: string;
  /** A guest's cart exists before its first change; a user's begins with it. */
  readonly isGuest: boolean;
}
