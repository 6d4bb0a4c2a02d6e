import type { Table } from '../../shared/dynamodb/table.ts';
import type { Guest } from '../../shared/http/caller.ts';
import { type Clock, systemClock } from '../../shared/kernel/clock.ts';
import { matches, parseToken } from '../../shared/runtime/secret-token.ts';
import type { CartGuard } from './domain/cart-guard.ts';
import { cartItemSchema, isExpired, mergeRecordSchema } from './store/cart-item.ts';
import { guardItem } from './store/guard-item.ts';
import { cartKey, guardKey, mergeRecordKey, mergeRecords } from './store/keys.ts';

export type { CartGuard } from './domain/cart-guard.ts';

/**
 * A cart's lines as stored. They include the pieces of a confirmed order until `settledOrderId`
 * names that order.
 */
export interface CartView {
  readonly id: string;
  readonly version: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly settledOrderId?: string;
  /**
   * Guests' carts that were merged into this one and whose orders may still appear or be confirmed;
   * see the README.
   */
  readonly absorbed: readonly { readonly cartId: string; readonly settledOrderId?: string | undefined }[];
}

/**
 * Queries for other domains: strongly consistent, 1 read unit each (2 for a cart of about 40 long
 * SKUs).
 */
export const cartQueries = (table: Table, clock: Clock = systemClock) => {
  const read = async (cartId: string) => {
    const item = await table.get(cartKey(cartId), cartItemSchema);
    return item && !isExpired(item, clock.now()) && item.mergedInto === undefined ? item : undefined;
  };

  return {
    /**
     * Undefined when the cart has expired, was merged into another, or does not exist, as before a
     * user's first change.
     */
    async getCart(cartId: string): Promise<CartView | undefined> {
      const item = await read(cartId);
      if (!item) return undefined;
      const { id, version, lines, settledOrderId, absorbed = [] } = item;
      return { id, version, lines, ...(settledOrderId === undefined ? {} : { settledOrderId }), absorbed };
    },

    /**
     * The guests' carts that were merged into a user's cart, newest first. At least 0.5 read units,
     * by size.
     */
    async listMergedCarts(userCartId: string, limit: number): Promise<string[]> {
      const page = await table.query({ ...mergeRecords(userCartId), limit, descending: true }, mergeRecordSchema);
      return page.items.map(({ cartId }) => cartId);
    },

    /** 1 read unit. */
    async isMergedInto(guestCartId: string, userCartId: string): Promise<boolean> {
      return (await table.get(mergeRecordKey(userCartId, guestCartId), mergeRecordSchema)) !== undefined;
    },

    /**
     * The live or last confirmed order of a cart; undefined after a rejected or cancelled one. 1
     * read unit.
     */
    getCartGuard: (cartId: string): Promise<CartGuard | undefined> => table.get(guardKey(cartId), guardItem),

    /** The guest whose cart has this token. */
    async resolveGuest(cartToken: string): Promise<Guest | undefined> {
      const token = parseToken(cartToken);
      if (!token) return undefined;
      const item = await read(token.id);
      if (!item?.tokenHash || !matches(token.secret, item.tokenHash)) return undefined;
      return { kind: 'guest', cartId: item.id };
    },
  };
};
