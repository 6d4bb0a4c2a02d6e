import type { Table } from '../../shared/dynamodb/table.ts';
import type { Guest } from '../../shared/http/caller.ts';
import { type Clock, systemClock } from '../../shared/kernel/clock.ts';
import { matches, parseToken } from '../../shared/runtime/secret-token.ts';
import { cartItemSchema, isExpired } from './store/cart-item.ts';
import { cartKey } from './store/keys.ts';

/** A cart's lines as stored: what a confirmed order bought is still in them until `settledOrderId` is that order. */
export interface CartView {
  readonly id: string;
  readonly version: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly settledOrderId?: string;
}

/** What other domains may read of carts: strongly consistent, 1 read unit each (2 for a cart of about 40 long SKUs). */
export const cartQueries = (table: Table, clock: Clock = systemClock) => {
  const read = async (cartId: string) => {
    const item = await table.get(cartKey(cartId), cartItemSchema);
    return item && !isExpired(item, clock.now()) ? item : undefined;
  };

  return {
    /** Undefined for a cart that does not exist (a user who never changed theirs) or has expired. */
    async getCart(cartId: string): Promise<CartView | undefined> {
      const item = await read(cartId);
      if (!item) return undefined;
      const { id, version, lines, settledOrderId } = item;
      return settledOrderId === undefined ? { id, version, lines } : { id, version, lines, settledOrderId };
    },

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
