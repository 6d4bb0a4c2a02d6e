/**
 * Prevents a cart from being bought twice. It names the cart's latest order that is being placed or
 * was confirmed. It is removed when that order is rejected or cancelled.
 */
export interface CartGuard {
  readonly orderId: string;
  /** The version of the cart that was bought. */
  readonly cartVersion: number;
  /** Whether the order may still be rejected or cancelled. */
  readonly live: boolean;
  /**
   * Empty for a cart that was merged into the one that was bought: such a cart can never be bought.
   */
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}
