import type { Table } from '../../shared/dynamodb/table.ts';
import type { Order } from './domain/order.ts';
import type { CartGuard, Contact } from './store/items.ts';
import { ordersStore } from './store/orders-store.ts';

/** An order as the saga's other domains need it. */
export type OrderRecord = Order & { readonly paymentMethod: string };

/** What other domains may read of orders: by key, strongly consistent, read-only. */
export const ordersQueries = (table: Table) => {
  const store = ordersStore(table);
  return {
    /** 2 read units. */
    async getOrder(orderId: string): Promise<OrderRecord | undefined> {
      const [order, contact] = await Promise.all([store.getOrder(orderId), store.getContact(orderId)]);
      return order && { ...order, paymentMethod: contact?.paymentMethod ?? '' };
    },

    /** The email and addresses of an order; undefined once erased. 1 read unit. */
    getContact: (orderId: string): Promise<Contact | undefined> => store.getContact(orderId),

    /** The live or last confirmed order of a cart; none after one that was rejected or cancelled. 1 read unit. */
    getCartGuard: (cartId: string): Promise<CartGuard | undefined> => store.getGuard(cartId),
  };
};
