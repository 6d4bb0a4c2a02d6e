import type { Timer } from '../../../shared/kernel/clock.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import type { Cart } from '../domain/cart.ts';
import type { CartStore } from './ports.ts';
import { type SettlePorts, settledCart } from './settled-cart.ts';

/**
 * Takes a confirmed order out of its stored cart, or out of the cart that its own was merged into.
 * Idempotent. It also does nothing when the cart has a later order: checkout begins one only after
 * the cart is settled.
 */
export const settleOrder = (
  ports: SettlePorts & { readonly store: CartStore; readonly clock: Timer },
  { cartId }: { readonly cartId: string },
): Promise<void> =>
  untilSaved<void>(ports.clock, { what: `cart ${cartId}` }, async () => {
    const stored = (await ports.store.get(cartId)) ?? (await mergedCart(ports.store, cartId));
    if (!stored) return undefined;
    const settled = await settledCart(ports, stored);
    return settled === stored || (await ports.store.save(settled)) ? undefined : 'stale';
  });

async function mergedCart(store: CartStore, guestCartId: string): Promise<Cart | undefined> {
  const guest = await store.getGuest(guestCartId);
  if (!guest || !('mergedInto' in guest)) return undefined;
  // The checkout may have read the cart before the merge, which then knew of no order.
  await store.keepMergeRecord(guest.mergedInto, guestCartId);
  return store.get(guest.mergedInto);
}
