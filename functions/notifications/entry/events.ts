import { orderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import { orderConfirmed } from '../../../events/orders/order-confirmed.v1.ts';
import { orderRejected } from '../../../events/orders/order-rejected.v1.ts';
import { userRegistered } from '../../../events/users/user-registered.v1.ts';
import { userRegistrationRepeated } from '../../../events/users/user-registration-repeated.v1.ts';
import { documentClient } from '../../../shared/dynamodb/client.ts';
import { createTable } from '../../../shared/dynamodb/table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer, on } from '../../../shared/messaging/consumer.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { usersQueries } from '../../users/queries.ts';
import { sendMail } from '../adapters/ses.ts';
import {
  orderCancelledMessage,
  orderConfirmedMessage,
  orderRejectedMessage,
  registrationRepeatedMessage,
  welcomeMessage,
} from '../domain/messages.ts';
import { deliveriesStore } from '../store/deliveries.ts';
import { notifyBuyer } from '../use-cases/notify-buyer.ts';
import { notifyUser } from '../use-cases/notify-user.ts';

const client = documentClient();
const orders = ordersQueries(createTable(client, setting('ORDERS_TABLE')));
const deliveries = deliveriesStore(createTable(client, setting('NOTIFICATIONS_TABLE')));
const users = usersQueries(createTable(client, setting('USERS_TABLE')));
const ports = { ...orders, ...users, ...deliveries, send: sendMail };

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
  on(userRegistered, ({ metadata, data }) => notifyUser(ports, systemClock, metadata.id, data.userId, welcomeMessage)),
  on(userRegistrationRepeated, ({ metadata, data }) =>
    notifyUser(ports, systemClock, metadata.id, data.userId, registrationRepeatedMessage),
  ),
]);
