import { orderCancelled } from '../../events/orders/order-cancelled.v1.ts';
import { orderConfirmed } from '../../events/orders/order-confirmed.v1.ts';
import { orderRejected } from '../../events/orders/order-rejected.v1.ts';
import { documentClient } from '../../shared/dynamodb/client.ts';
import { createTable } from '../../shared/dynamodb/table.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { createConsumer, on } from '../../shared/messaging/consumer.ts';
import { setting } from '../../shared/runtime/settings.ts';
import { ordersQueries } from '../orders/queries.ts';
import { orderCancelledMessage, orderConfirmedMessage, orderRejectedMessage } from './domain/messages.ts';
import { sendMail } from './mailer.ts';
import { deliveriesStore } from './store/deliveries.ts';
import { notifyBuyer } from './use-cases/notify-buyer.ts';

const client = documentClient();
const orders = ordersQueries(createTable(client, setting('ORDERS_TABLE')));
const deliveries = deliveriesStore(createTable(client, setting('NOTIFICATIONS_TABLE')));
const ports = { ...orders, ...deliveries, send: sendMail };

export const handler = createConsumer([
  on(orderConfirmed, ({ metadata, data }) =>
    notifyBuyer(ports, systemClock, metadata.id, data.orderId, orderConfirmedMessage),
  ),
  on(orderRejected, ({ metadata, data }) =>
    notifyBuyer(ports, systemClock, metadata.id, data.orderId, orderRejectedMessage),
  ),
  on(orderCancelled, ({ metadata, data }) =>
    notifyBuyer(ports, systemClock, metadata.id, data.orderId, orderCancelledMessage),
  ),
]);
