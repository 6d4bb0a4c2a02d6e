import type { OrderPlaced } from '../../events/orders/order-placed.v1.ts';
import { type Action, appendEvent, eventSortKey, onTable, put, putIfAbsent } from '../../shared/dynamodb/actions.ts';
import type { Table } from '../../shared/dynamodb/table.ts';
import type { Contact, OrderContact } from './domain/contact.ts';
import { apply, type Order } from './domain/order.ts';
import { emailHash } from './store/email-hash.ts';
import { buyerIndex, checkKeys, contactKey, dayIndex, emailIndex, orderKey, orderPartition } from './store/keys.ts';

/** The beginning of an order. */
export interface NewOrder {
  readonly event: OrderPlaced;
  readonly contact: Contact & Pick<OrderContact, 'orderId' | 'trials'>;
}

/** The writes on orders that higher domains put into their own transactions. */
export const orderActions = (table: Table) => ({
  /**
   * The order that begins with an event, and its three items. 2 write units per KB of each item,
   * and of each index.
   */
  placeOrder({ event, contact }: NewOrder): { readonly order: Order; readonly actions: readonly Action[] } {
    const order = apply(undefined, event);
    const { id, userId, cartId } = order;
    const actions = [
      putIfAbsent({ ...orderKey(id), entity: 'order', ...order, ...checkKeys(order) }),
      put({
        ...{ ...contactKey(id), entity: 'contact', ...contact, gsi1pk: buyerIndex(userId ?? cartId), gsi1sk: id },
        // A user's orders are found by their id.
        ...(userId === undefined ? { gsi2pk: emailIndex(emailHash(contact.email)), gsi2sk: id } : {}),
      }),
      appendEvent(
        event,
        { pk: orderPartition(id), sk: eventSortKey(order.version) },
        { gsi1pk: dayIndex(order.createdAt.slice(0, 10)), gsi1sk: id },
      ),
    ];
    return { order, actions: actions.map((action) => onTable(table.name, action)) };
  },

  /**
   * Has the reconciler look at an order again at that time, or never. Fails when the order has
   * changed since it was read: then its own next look is due. 2 write units per KB, and the
   * index's.
   */
  checkAgain({ id, version }: Pick<Order, 'id' | 'version'>, at: Date | undefined): Action {
    return onTable(table.name, {
      Update: {
        Key: orderKey(id),
        UpdateExpression: at ? 'SET gsi1sk = :at' : 'REMOVE gsi1pk, gsi1sk',
        ConditionExpression: '#version = :version AND attribute_exists(gsi1pk)',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version, ...(at ? { ':at': at.toISOString() } : {}) },
      },
    });
  },
});

export type OrderActions = ReturnType<typeof orderActions>;
