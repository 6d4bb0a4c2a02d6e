import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { orders } from '../manifest.ts';
import { ordersStore } from '../store/orders-store.ts';
import { eraseContactsOf } from '../use-cases/erase-contacts.ts';

const store = ordersStore(domainTable('orders'));

export const handler = createConsumer(orders.functions.events, {
  'UserErased.v1': ({ data }) => eraseContactsOf(store, data),
});
