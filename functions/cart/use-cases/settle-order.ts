import { TransientFault } from '../../../shared/kernel/faults.ts';
import { settle } from '../domain/cart.ts';
import type { CartStore, GetCartGuard } from '../domain/ports.ts';

const MAX_ATTEMPTS = 5;

/**
 * Takes a confirmed order out of its cart for good. Nothing happens when that has been done, or when the cart has a later order: checkout
 * begins one only after the cart is settled.
 */
export async function settleOrder(
  ports: { readonly store: CartStore; readonly getCartGuard: GetCartGuard },
  { orderId, cartId }: { readonly orderId: string; readonly cartId: string },
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const stored = await ports.store.get(cartId);
    if (!stored) return;
    const guard = await ports.getCartGuard(cartId);
    if (guard?.orderId !== orderId) return;
    const settled = settle(stored, guard);
    if (settled === stored || (await ports.store.save(settled))) return;
  }
  throw new TransientFault(`${cartId} is changed by others all the time.`);
}
