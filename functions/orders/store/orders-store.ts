import { type IndexPartition, queryMerged } from '../../../shared/dynamodb/merged-query.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { Order, OrderEvent } from '../domain/order.ts';
import type { History } from '../use-cases/ports.ts';
import { contactsStore } from './contacts-store.ts';
import { emailHash } from './email-hash.ts';
import { eventItem, orderItem, orderReference } from './items.ts';
import { buyerIndex, CHECK_PARTITIONS, checksIndex, dayIndex, emailIndex, orderKey, orderPartition } from './keys.ts';

/** Orders, their events and contacts, to be read. */
export const ordersStore = (table: Table) => ({
  ...contactsStore(table),

  getOrder: (orderId: string): Promise<Order | undefined> => table.get(orderKey(orderId), orderItem),

  getOrders: (orderIds: readonly string[]): Promise<readonly Order[]> =>
    table.batchGet(orderIds.map(orderKey), orderItem),

  /** The orders of a buyer and of others that are the same person, newest first, each once. */
  async listOf(
    { buyer, alsoBuyers, verifiedEmail, hashedEmail }: History,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<Order>> {
    const partitions: IndexPartition[] = [buyer, ...alsoBuyers].map((id) => ({ pk: buyerIndex(id), index: 'gsi1' }));
    const email = verifiedEmail === undefined ? hashedEmail : emailHash(verifiedEmail);
    if (email !== undefined) partitions.push({ pk: emailIndex(email), index: 'gsi2' });
    const page = await queryMerged(
      table,
      { partitions, name: buyerIndex(buyer), sortKeyOf: ({ pk }) => idOf(pk), limit, cursor },
      orderReference,
    );
    return inOrder(table, page);
  },

  /** Whether a buyer has orders whose contact is not erased, from an index. 0.5 read units. */
  hasOrders: async (buyer: string): Promise<boolean> =>
    (await table.query({ pk: buyerIndex(buyer), index: 'gsi1', limit: 1 }, orderReference)).items.length > 0,

  listByDay: async (day: string, limit: number, cursor: string | undefined): Promise<Page<Order>> =>
    inOrder(
      table,
      await table.query({ pk: dayIndex(day), index: 'gsi1', limit, cursor, descending: true }, orderReference),
    ),

  /** Orders that are due for a look by then, the longest due first: so many of each partition. */
  async listDue(now: Date, limit: number): Promise<readonly Order[]> {
    const below = now.toISOString();
    const due = await Promise.all(
      Array.from({ length: CHECK_PARTITIONS }, async (_, partition) => {
        const page = { pk: checksIndex(partition), index: 'gsi1', below, limit } as const;
        return (await inOrder(table, await table.query(page, orderReference))).items;
      }),
    );
    return due.flat();
  },

  async getStatuses(orderIds: readonly string[]): Promise<ReadonlyMap<string, Order['status']>> {
    const orders = await table.batchGet(orderIds.map(orderKey), orderItem);
    return new Map(orders.map(({ id, status }) => [id, status]));
  },

  async listEvents(orderId: string, limit: number, cursor: string | undefined): Promise<Page<OrderEvent>> {
    const page = await table.query({ pk: orderPartition(orderId), skPrefix: 'event#', limit, cursor }, eventItem);
    return { ...page, items: page.items.map(({ event }) => event as OrderEvent) };
  },
});

const idOf = (partition: string): string => partition.slice(orderPartition('').length);

/**
 * The orders of an index page, in its order. The index is eventually consistent; the orders
 * themselves are read strongly consistent.
 */
async function inOrder(table: Table, page: Page<{ pk: string }>): Promise<Page<Order>> {
  const ids = page.items.map(({ pk }) => idOf(pk));
  const orders = new Map((await table.batchGet(ids.map(orderKey), orderItem)).map((order) => [order.id, order]));
  const items = ids.flatMap((id) => orders.get(id) ?? []);
  return page.nextCursor === undefined ? { items } : { items, nextCursor: page.nextCursor };
}
