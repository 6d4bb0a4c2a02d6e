import type { Table } from '../../shared/dynamodb/table.ts';
import type { Page } from '../../shared/kernel/page.ts';
import type { OrderContact } from './domain/contact.ts';
import type { Order } from './domain/order.ts';
import { emailHash } from './store/email-hash.ts';
import { ordersStore } from './store/orders-store.ts';

export { type Contact, NO_ADDRESS, type OrderContact } from './domain/contact.ts';
export type { Order } from './domain/order.ts';
export { hasEnded } from './domain/order.ts';
export { isPartOfErasure, needsUndo, retentionOf } from './domain/retention.ts';
export type { KeepReason } from './domain/values.ts';
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
  /** The hash of an email that they have verified: {@link hashEmail}. */
  readonly hashedEmail: string | undefined;
}

/** The key of the orders with an email, for use once the email itself is erased. */
export const hashEmail = emailHash;

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

    /** The address for mails about an order. 1 read unit, or 2 once its contact is erased. */
    getMailAddress: (orderId: string): Promise<string | undefined> => store.getMailAddress(orderId),

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
     * Whether a user or a guest's cart has orders whose contact is not erased, from an index. 0.5
     * read units.
     */
    hasOrders: (buyer: string): Promise<boolean> => store.hasOrders(buyer),

    /**
     * A person's orders, newest first, from the indexes. 0.5 read units per merged cart and email,
     * and 2 per order.
     */
    async listOrdersOf(
      { userId, mergedCarts, hashedEmail }: Person,
      limit: number,
      cursor: string | undefined,
    ): Promise<Page<OrderOfBuyer>> {
      const history = { buyer: userId, alsoBuyers: mergedCarts, verifiedEmail: undefined, hashedEmail };
      const page = await store.listOf(history, limit, cursor);
      const contacts = await store.getContacts(page.items.map(({ id }) => id));
      return { ...page, items: page.items.map((order) => ({ order, contact: contacts.get(order.id) })) };
    },
  };
};
