import { appendEvent, eventSortKey, replaceIfVersion } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { CartActions } from '../../cart/actions.ts';
import { hasEnded, type Order, type OrderEvent } from '../domain/order.ts';
import { checkKeys, orderKey, orderPartition } from './keys.ts';

/**
 * The writes on orders. `carts` frees or settles an order's cart in the transaction that ends the
 * order.
 */
export const orderWrites = (table: Table, carts: CartActions) => {
  const cartAfter = ({ id, cartId, status }: Order) =>
    status === 'confirmed' ? carts.settleCart(cartId, id) : carts.freeCart(cartId, id);

  return {
    /**
     * Writes the order's next state and the event that explains it, and frees or settles its cart.
     *
     * @returns false after a concurrent update.
     */
    async save(previous: Order, order: Order, event: OrderEvent): Promise<boolean> {
      const result = await table.transact([
        replaceIfVersion({ ...orderKey(order.id), entity: 'order', ...order, ...checkKeys(order) }, previous.version),
        appendEvent(event, { pk: orderPartition(order.id), sk: eventSortKey(order.version) }),
        // A confirmed order has settled its cart already, and the cart may be in the next order by
        // now.
        ...(hasEnded(order.status) && !hasEnded(previous.status) ? [cartAfter(order)] : []),
      ]);
      return result.ok;
    },
  };
};
