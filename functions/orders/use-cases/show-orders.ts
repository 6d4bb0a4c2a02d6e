import type { PaymentView } from '../../payments/queries.ts';
import type { OrderContact } from '../domain/contact.ts';
import type { Order } from '../domain/order.ts';
import { presentOrder } from '../domain/view.ts';

export interface ShowOrdersPorts {
  getContacts(orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderContact>>;
  getPayments(orderIds: readonly string[]): Promise<ReadonlyMap<string, PaymentView>>;
}

/** Orders as the API shows them, with their contacts and payments: 2 read units each. */
export async function showOrders({ getContacts, getPayments }: ShowOrdersPorts, orders: readonly Order[]) {
  const ids = orders.map(({ id }) => id);
  const [contacts, payments] = await Promise.all([getContacts(ids), getPayments(ids)]);
  return orders.map((order) => presentOrder(order, contacts.get(order.id), payments.get(order.id)));
}

/** One order as the API shows it. */
export async function showOrder({ getContacts, getPayments }: ShowOrdersPorts, order: Order) {
  const [contacts, payments] = await Promise.all([getContacts([order.id]), getPayments([order.id])]);
  return presentOrder(order, contacts.get(order.id), payments.get(order.id));
}
