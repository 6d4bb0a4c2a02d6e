import type { Clock } from '../../../shared/kernel/clock.ts';
import { type Cart, settle, settleAbsorbed } from '../domain/cart.ts';
import type { CartGuard } from '../domain/cart-guard.ts';
import type { GetCartGuard } from './ports.ts';

export interface SettlePorts {
  readonly getCartGuard: GetCartGuard;
  readonly clock: Clock;
}

/**
 * A stored cart without the pieces of confirmed orders: of its own last order, and of carts that
 * were recently merged into it. Returns the same object when there is nothing to take out.
 *
 * Costs 1 read unit, and 1 for each merged cart that it still remembers. A change more than a
 * minute after the merge forgets it.
 */
export async function settledCart({ getCartGuard, clock }: SettlePorts, cart: Cart): Promise<Cart> {
  const absorbed = (cart.absorbed ?? []).map(({ cartId }) => cartId);
  const [own, ...others] = await Promise.all([cart.id, ...absorbed].map((cartId) => getCartGuard(cartId)));
  const guards = new Map(
    absorbed.flatMap((cartId, index): [string, CartGuard][] => {
      const guard = others[index];
      return guard ? [[cartId, guard]] : [];
    }),
  );
  return settleAbsorbed(settle(cart, own), guards, clock.now());
}
