import { MAX_QUANTITY } from '../../../shared/kernel/quantity.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { CartGuard } from './cart-guard.ts';

export const MAX_LINES = 40;

export interface CartLine {
  readonly sku: string;
  /** 1 to {@link MAX_QUANTITY}. */
  readonly quantity: number;
}

/** A cart without prices: those are asked for when it is shown. Rules answer the very same cart when nothing changes. */
export interface Cart {
  readonly id: string;
  /** Of the stored cart that this was read from; 0 when there is none yet. */
  readonly version: number;
  /** One per SKU, in the order in which they were first added. */
  readonly lines: readonly CartLine[];
  /** The last confirmed order whose purchase has been taken out. */
  readonly settledOrderId?: string | undefined;
  /** What a guest's token is checked against; a user's cart has none, and does not expire. */
  readonly tokenHash?: string | undefined;
  /** Guests' carts that were merged into this one, as long as an order of theirs may still turn up. */
  readonly absorbed?: readonly AbsorbedCart[] | undefined;
}

/**
 * A guest's cart that was merged. A checkout that had read it before may still place its order after: then what it buys is in this cart too,
 * and must be taken out once it is bought.
 */
export interface AbsorbedCart {
  readonly cartId: string;
  readonly mergedAt: string;
  /** What was taken over. */
  readonly lines: readonly CartLine[];
  /** The order that had been settled in it before. */
  readonly settledOrderId?: string | undefined;
}

export type LineRefusal = Refusal<'cart.too_many_lines' | 'cart.quantity_too_large'>;

export const emptyCart = (id: string): Cart => ({ id, version: 0, lines: [] });

export const hasLine = ({ lines }: Cart, sku: string): boolean => lines.some((line) => line.sku === sku);

/** Adds pieces of a SKU to those that are in the cart. */
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

/** Sets the quantity of a line that is there; 0 removes it. */
export function setQuantity(cart: Cart, sku: string, quantity: number): Cart {
  if (cart.lines.every((line) => line.sku !== sku || line.quantity === quantity)) return cart;
  const lines = cart.lines.map((line) => (line.sku === sku ? { sku, quantity } : line));
  return { ...cart, lines: lines.filter((line) => line.quantity > 0) };
}

export const removeAll = (cart: Cart): Cart => (cart.lines.length === 0 ? cart : { ...cart, lines: [] });

/**
 * Takes what a confirmed order bought out of the cart, once: all of it if the cart is as it was bought, else the bought quantities, so that
 * what was added during checkout stays.
 */
export function settle(cart: Cart, guard: CartGuard | undefined): Cart {
  if (!guard || guard.live || cart.settledOrderId === guard.orderId) return cart;
  const lines = cart.version === guard.cartVersion ? [] : without(cart.lines, guard.lines);
  return { ...cart, lines, settledOrderId: guard.orderId };
}

/** No checkout runs longer: after that, one that had read a cart before its merge has placed its order, or never will. */
const CHECKOUT_MS = 60_000;

/**
 * Takes out what confirmed orders of merged carts bought of what was taken over from them, once, and forgets the merged carts of which no
 * order can come any more.
 *
 * @param guards by id of the merged cart, read after this cart was.
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
