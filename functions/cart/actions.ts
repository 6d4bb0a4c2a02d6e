import { type Action, onTable, putIfAbsent } from '../../shared/dynamodb/actions.ts';
import type { Table } from '../../shared/dynamodb/table.ts';
import type { CartGuard } from './domain/cart-guard.ts';
import { guardKey } from './store/keys.ts';

/** The purchase of a cart, as its guard stores it. */
export type Purchase = Omit<CartGuard, 'live'>;

/**
 * Writes on cart guards that other domains put into their own transactions. Each is one action: 2
 * write units per KB.
 */
export const cartActions = (table: Table) => {
  const replace = (cartId: string, guard: CartGuard, read: CartGuard | undefined): Action => {
    const item = { ...guardKey(cartId), entity: 'cart-guard', ...guard };
    if (!read) return onTable(table.name, putIfAbsent(item));
    return onTable(table.name, {
      Put: {
        Item: item,
        ConditionExpression: 'orderId = :orderId AND live = :no',
        ExpressionAttributeValues: { ':orderId': read.orderId, ':no': false },
      },
    });
  };
  const mine = (cartId: string) => ({ Key: guardKey(cartId), ConditionExpression: 'orderId = :orderId' });

  return {
    /**
     * Guards a cart that an order is about to buy. Fails when the guard has changed since it was
     * read.
     */
    takeCart: (cartId: string, purchase: Purchase, read: CartGuard | undefined): Action =>
      replace(cartId, { ...purchase, live: true }, read),

    /**
     * Closes a guest's cart whose lines were merged into the cart that an order buys. Fails as
     * `takeCart` does.
     */
    closeCart: (cartId: string, orderId: string, read: CartGuard | undefined): Action =>
      replace(cartId, { orderId, cartVersion: 0, live: false, lines: [] }, read),

    /** Marks the cart of a confirmed order, so that the bought pieces are taken out of it. */
    settleCart: (cartId: string, orderId: string): Action =>
      onTable(table.name, {
        Update: {
          ...mine(cartId),
          UpdateExpression: 'SET live = :no',
          ExpressionAttributeValues: { ':orderId': orderId, ':no': false },
        },
      }),

    /** Removes the guard after a rejected or cancelled order: the cart stays as it was. */
    freeCart: (cartId: string, orderId: string): Action =>
      onTable(table.name, {
        Delete: { ...mine(cartId), ExpressionAttributeValues: { ':orderId': orderId } },
      }),
  };
};

export type CartActions = ReturnType<typeof cartActions>;
