/**
 * Keeps a cart from being bought twice: the latest order of the cart that is being placed or was
 * confirmed. It goes when that order is rejected or cancelled.
 */
export interface CartGuard {
  readonly orderId: string;
  /** The cart's version that was bought. */
  readonly cartVersion: number;
  /** Whether the order may still be rejected or cancelled. */
  readonly live: boolean;
  /** Empty for a cart that was merged into another, which was then bought: it can never be bought itself. */
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}
