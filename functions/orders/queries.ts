import type { Table } from '../../shared/dynamodb/table.ts';
import type { Page } from '../../shared/kernel/page.ts';
import type { OrderContact } from './domain/contact.ts';
import type { Order } from './domain/order.ts';
import { ordersStore } from './store/orders-store.ts';

export type { Contact, OrderContact } from './domain/contact.ts';
export type { Order } from './domain/order.ts';
export { hasEnded } from './domain/order.ts';
export { presentOrder } from './domain/view.ts';

/** An order as the saga's other domains need it. */
export type OrderRecord = Order & { readonly paymentMethod: string };

/** An order with its contact, which is undefined once it is erased. */
export interface OrderOfBuyer {
  readonly order: Order;
  readonly contact: OrderContact | undefined;
}

/**
 * The keys under which a person's orders are found: their own, and those that they placed as a
 * guest.
 */
export interface Person {
  readonly userId: string;
  readonly mergedCarts: readonly string[];
  readonly verifiedEmail: string | undefined;
}

/** The reads that orders offers to other domains: by key and strongly consistent, unless stated. */
export const ordersQueries = (table: Table) => {
  const store = ordersStore(table);
  return {
    /** 2 read units. */
    async getOrder(orderId: string): Promise<OrderRecord | undefined> {
      const [order, contact] = await Promise.all([store.getOrder(orderId), store.getContact(orderId)]);
      return order && { ...order, paymentMethod: contact?.paymentMethod ?? '' };
    },

    /** An order without its contact. 1 read unit. */
    getOrderState: (orderId: string): Promise<Order | undefined> => store.getOrder(orderId),

    /** The statuses of orders, without orders that do not exist. 1 read unit per order. */
    getOrderStatuses: (orderIds: readonly string[]): Promise<ReadonlyMap<string, Order['status']>> =>
      store.getStatuses(orderIds),

    /** The email and addresses of an order; undefined once erased. 1 read unit. */
    getContact: (orderId: string): Promise<OrderContact | undefined> => store.getContact(orderId),

    /**
     * The orders of a day (UTC, `2026-01-31`), newest first, from an index. 0.5 read units, and 1
     * per order.
     */
    async listByDay(day: string, limit: number): Promise<readonly Order[]> {
      return (await store.listByDay(day, limit, undefined)).items;
    },

    /**
     * The orders that a look is due for, so many of each of the index's 8 partitions, the longest
     * due first. 4 read units, and 1 per order.
     */
    listDue: (now: Date, limit: number): Promise<readonly Order[]> => store.listDue(now, limit),

    /**
     * A person's orders, newest first, from the indexes. 0.5 read units per merged cart and email,
     * and 2 per order.
     */
    async listOrdersOf(
      { userId, mergedCarts, verifiedEmail }: Person,
      limit: number,
      cursor: string | undefined,
    ): Promise<Page<OrderOfBuyer>> {
      const page = await store.listOf({ buyer: userId, alsoBuyers: mergedCarts, verifiedEmail }, limit, cursor);
      const contacts = await store.getContacts(page.items.map(({ id }) => id));
      return { ...page, items: page.items.map((order) => ({ order, contact: contacts.get(order.id) })) };
    },
  };
};
