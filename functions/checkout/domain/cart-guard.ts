import { type Refusal, refuse } from '../../../shared/kernel/result.ts';
import type { CartGuard, CartView } from '../../cart/queries.ts';

/** A cart that an order closes: no other order may buy it, if its guard is still as it was read. */
export interface ClosedCart {
  readonly cartId: string;
  readonly guard: CartGuard | undefined;
}

type Refused<Code extends string> = { readonly ok: false; readonly refusal: Refusal<Code> };

export const checkoutInProgress = (): Refused<'orders.checkout_in_progress'> =>
  refuse('orders.checkout_in_progress', 'Another checkout of this cart is in progress. Try again in a few minutes.');

/**
 * Refuses a cart that cannot be bought now. A cart whose last order is confirmed has been bought,
 * also before that is written into the cart itself. If it was changed since, it holds both bought
 * and added lines, and must be settled first.
 */
export function refuseCart(
  cart: CartView | undefined,
  guard: CartGuard | undefined,
): Refused<'orders.checkout_in_progress' | 'orders.cart_empty'> | undefined {
  if (guard?.live) return checkoutInProgress();
  const unsettled = guard && cart?.settledOrderId !== guard.orderId;
  if (!cart || cart.lines.length === 0 || (unsettled && cart.version === guard.cartVersion)) {
    return refuse('orders.cart_empty', 'There is nothing in the cart.');
  }
  return unsettled ? checkoutInProgress() : undefined;
}

/**
 * The carts to close with an order of the cart that they were merged into, so that what came from
 * them is bought once.
 *
 * @returns undefined when an order of one of them is under way, or was confirmed and is not yet
 *   taken out of the cart.
 */
export function cartsToClose(
  merged: readonly (CartView['absorbed'][number] & { readonly guard: CartGuard | undefined })[],
): ClosedCart[] | undefined {
  // A guard without lines has closed its cart already.
  const open = merged.filter(({ guard }) => !guard || guard.lines.length > 0);
  if (open.some(({ guard, settledOrderId }) => guard && (guard.live || guard.orderId !== settledOrderId))) {
    return undefined;
  }
  return open.map(({ cartId, guard }) => ({ cartId, guard }));
}
