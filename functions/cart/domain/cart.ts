import { MAX_QUANTITY } from '../../../shared/kernel/quantity.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { CartGuard } from './cart-guard.ts';

export const MAX_LINES = 40;

export interface CartLine {
  readonly sku: string;
  /** 1 to {@link MAX_QUANTITY}. */
  readonly quantity: number;
}

/**
 * A cart without prices: they are looked up when it is shown. Functions that change nothing return
 * the same object.
 */
export interface Cart {
  readonly id: string;
  /** The version of the stored cart; 0 before the first save. */
  readonly version: number;
  /** One line per SKU, in the order in which they were first added. */
  readonly lines: readonly CartLine[];
  /** The last confirmed order whose pieces have been taken out. */
  readonly settledOrderId?: string | undefined;
  /** The hash of the guest's secret. A user's cart has none and does not expire. */
  readonly tokenHash?: string | undefined;
  /** Guests' carts that were merged into this one, while an order of theirs may still appear. */
  readonly absorbed?: readonly AbsorbedCart[] | undefined;
  /** The ids of its latest changes, the youngest first. The store keeps them. */
  readonly changes?: readonly string[] | undefined;
}

/**
 * A guest's cart that was merged into this one. A checkout that read it before the merge may still
 * place its order. Then the bought pieces are in this cart too, and are taken out once the order is
 * confirmed.
 */
export interface AbsorbedCart {
  readonly cartId: string;
  readonly mergedAt: string;
  /** The lines that were taken over. */
  readonly lines: readonly CartLine[];
  /** The order that the guest's cart had settled before the merge. */
  readonly settledOrderId?: string | undefined;
}

export type LineRefusal = Refusal<'cart.too_many_lines' | 'cart.quantity_too_large'>;

export const emptyCart = (id: string): Cart => ({ id, version: 0, lines: [] });

export const hasLine = ({ lines }: Cart, sku: string): boolean => lines.some((line) => line.sku === sku);

/** Adds pieces of a SKU to those in the cart. */
export function addItem(cart: Cart, sku: string, quantity: number): Result<Cart, LineRefusal> {
  const current = cart.lines.find((line) => line.sku === sku)?.quantity;
  if (current === undefined && cart.lines.length >= MAX_LINES) {
    return refuse('cart.too_many_lines', `A cart holds at most ${MAX_LINES} different items.`);
  }
  const sum = (current ?? 0) + quantity;
  if (sum > MAX_QUANTITY) {
    return refuse('cart.quantity_too_large', `A cart holds at most ${MAX_QUANTITY} pieces of an item.`);
  }
  if (current !== undefined) return ok(setQuantity(cart, sku, sum));
  return ok({ ...cart, lines: [...cart.lines, { sku, quantity }] });
}

/** Sets the quantity of an existing line; 0 removes it. */
export function setQuantity(cart: Cart, sku: string, quantity: number): Cart {
  if (cart.lines.every((line) => line.sku !== sku || line.quantity === quantity)) return cart;
  const lines = cart.lines.map((line) => (line.sku === sku ? { sku, quantity } : line));
  return { ...cart, lines: lines.filter((line) => line.quantity > 0) };
}

export const removeAll = (cart: Cart): Cart => (cart.lines.length === 0 ? cart : { ...cart, lines: [] });

/**
 * Takes the pieces of a confirmed order out of the cart, once. A cart in its bought version is
 * emptied. Of a later version only the bought quantities are taken out, so that items added during
 * checkout stay.
 */
export function settle(cart: Cart, guard: CartGuard | undefined): Cart {
  if (!guard || guard.live || cart.settledOrderId === guard.orderId) return cart;
  const lines = cart.version === guard.cartVersion ? [] : without(cart.lines, guard.lines);
  return { ...cart, lines, settledOrderId: guard.orderId };
}

/**
 * No checkout runs longer. So after this time, a checkout that read a cart before its merge has
 * placed its order or never will.
 */
const CHECKOUT_MS = 60_000;

/**
 * Takes the pieces of confirmed orders of merged carts out of this cart, once, but no more than
 * were taken over. Forgets merged carts whose orders can no longer appear.
 *
 * @param guards by the id of the merged cart. Read them after this cart.
 */
export function settleAbsorbed(cart: Cart, guards: ReadonlyMap<string, CartGuard>, now: Date): Cart {
  const { absorbed = [] } = cart;
  const ordersOf = ({ cartId, settledOrderId }: AbsorbedCart) => {
    const guard = guards.get(cartId);
    return guard && guard.orderId !== settledOrderId ? guard : undefined;
  };
  const open = absorbed.filter((each) => {
    const guard = ordersOf(each);
    return guard ? guard.live : now.getTime() - Date.parse(each.mergedAt) < CHECKOUT_MS;
  });
  if (open.length === absorbed.length) return cart;
  const lines = absorbed
    .filter((each) => !open.includes(each))
    .reduce<readonly CartLine[]>(
      (rest, each) => without(rest, overlap(each.lines, ordersOf(each)?.lines ?? [])),
      cart.lines,
    );
  return { ...cart, lines, absorbed: open.length > 0 ? open : undefined };
}

function overlap(lines: readonly CartLine[], others: readonly CartLine[]): CartLine[] {
  const quantities = new Map(others.map(({ sku, quantity }) => [sku, quantity]));
  return lines.map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, quantities.get(sku) ?? 0) }));
}

function without(lines: readonly CartLine[], bought: readonly CartLine[]): CartLine[] {
  const quantities = new Map(bought.map(({ sku, quantity }) => [sku, quantity]));
  return lines.flatMap(({ sku, quantity }) => {
    const rest = quantity - (quantities.get(sku) ?? 0);
    return rest > 0 ? [{ sku, quantity: rest }] : [];
  });
}
