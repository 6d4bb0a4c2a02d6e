import { createId } from '../../../shared/kernel/id.ts';
import { type Cart, emptyCart } from '../domain/cart.ts';
import type { CartStore } from './ports.ts';

/** Stores an empty cart for a guest. The token is not stored, so it is returned only here. */
export async function createGuestCart(
  store: CartStore,
  createToken: (cartId: string) => { readonly token: string; readonly tokenHash: string },
): Promise<{ readonly cart: Cart; readonly token: string }> {
  const id = createId('crt');
  const { token, tokenHash } = createToken(id);
  const cart = await store.save({ ...emptyCart(id), tokenHash });
  if (!cart) throw new Error(`${id} exists already.`);
  return { cart, token };
}
