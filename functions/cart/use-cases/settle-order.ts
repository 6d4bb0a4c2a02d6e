import { TransientFault } from '../../../shared/kernel/faults.ts';
import type { Cart } from '../domain/cart.ts';
import type { CartStore } from '../domain/ports.ts';
import { type SettlePorts, settledCart } from './settled-cart.ts';

const MAX_ATTEMPTS = 5;

/**
 * Takes a confirmed order out of its cart for good, or out of the cart that its own was merged into. Nothing happens when that has been done,
 * or when the cart has a later order: checkout begins one only after the cart is settled.
 */
export async function settleOrder(
  ports: SettlePorts & { readonly store: CartStore },
  { cartId }: { readonly cartId: string },
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const stored = (await ports.store.get(cartId)) ?? (await mergedCart(ports.store, cartId));
    if (!stored) return;
    const settled = await settledCart(ports, stored);
    if (settled === stored || (await ports.store.save(settled))) return;
  }
  throw new TransientFault(`Gave up on cart ${cartId} after ${MAX_ATTEMPTS} concurrent updates.`);
}

async function mergedCart(store: CartStore, guestCartId: string): Promise<Cart | undefined> {
  const guest = await store.getGuest(guestCartId);
  return guest && 'mergedInto' in guest ? store.get(guest.mergedInto) : undefined;
}
