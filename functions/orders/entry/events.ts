import { userErased } from '../../../events/users/user-erased.v1.ts';
import { documentClient } from '../../../shared/dynamodb/client.ts';
import { createTable } from '../../../shared/dynamodb/table.ts';
import { createConsumer, on } from '../../../shared/messaging/consumer.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { ordersStore } from '../store/orders-store.ts';
import { eraseContactsOf } from '../use-cases/erase-contacts.ts';

const store = ordersStore(createTable(documentClient(), setting('ORDERS_TABLE')));

export const handler = createConsumer([on(userErased, ({ data }) => eraseContactsOf(store, data))]);
