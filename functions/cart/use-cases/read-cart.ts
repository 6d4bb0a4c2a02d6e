import { type Cart, emptyCart } from '../domain/cart.ts';
import { type PricedCart, priceCart } from '../domain/priced-cart.ts';
import type { CartPorts } from './ports.ts';
import { settledCart } from './settled-cart.ts';

/**
 * The cart at current prices, without the pieces of a confirmed order. 2 read units and 1 per line.
 */
export async function readCart(ports: CartPorts, cartId: string, currency: string): Promise<PricedCart> {
  const stored = (await ports.store.get(cartId)) ?? emptyCart(cartId);
  return showCart(ports, stored.lines.length === 0 ? stored : await settledCart(ports, stored), currency);
}

export async function showCart(ports: CartPorts, cart: Cart, currency: string): Promise<PricedCart> {
  const skus = cart.lines.map(({ sku }) => sku);
  return priceCart(cart, skus.length > 0 ? await ports.getSellables(skus) : new Map(), currency);
}
