import { orderConfirmed } from '../../../events/orders/order-confirmed.v1.ts';
import { userErased } from '../../../events/users/user-erased.v1.ts';
import { documentClient } from '../../../shared/dynamodb/client.ts';
import { createTable } from '../../../shared/dynamodb/table.ts';
import { userCartId } from '../../../shared/http/caller.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer, on } from '../../../shared/messaging/consumer.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { cartStore } from '../store/cart-store.ts';
import { settleOrder } from '../use-cases/settle-order.ts';

const client = documentClient();
const ports = {
  store: cartStore(createTable(client, setting('CART_TABLE')), systemClock),
  getCartGuard: ordersQueries(createTable(client, setting('ORDERS_TABLE'))).getCartGuard,
  clock: systemClock,
};

export const handler = createConsumer([
  on(orderConfirmed, ({ data }) => settleOrder(ports, data)),
  on(userErased, ({ data }) => ports.store.erase(userCartId(data.userId))),
]);
