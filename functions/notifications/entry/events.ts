import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { usersQueries } from '../../users/queries.ts';
import { sendMail } from '../adapters/ses.ts';
import {
  contactKeptMessage,
  orderCancelledMessage,
  orderConfirmedMessage,
  orderRejectedMessage,
  paymentReversedMessage,
  registrationRepeatedMessage,
  welcomeMessage,
} from '../domain/messages.ts';
import { notifications } from '../manifest.ts';
import { deliveriesStore } from '../store/deliveries.ts';
import { notifyBuyer } from '../use-cases/notify-buyer.ts';
import { notifyUser } from '../use-cases/notify-user.ts';

const orders = ordersQueries(domainTable('orders'));
const deliveries = deliveriesStore(domainTable('notifications'));
const users = usersQueries(domainTable('users'));
const ports = { ...orders, ...users, ...deliveries, send: sendMail };

export const handler = createConsumer(notifications.functions.events, {
  'OrderConfirmed.v1': ({ metadata, data }) =>
    notifyBuyer(ports, systemClock, metadata.id, data.orderId, orderConfirmedMessage),
  'OrderRejected.v1': ({ metadata, data }) =>
    notifyBuyer(ports, systemClock, metadata.id, data.orderId, orderRejectedMessage),
  'OrderCancelled.v1': ({ metadata, data }) =>
    notifyBuyer(ports, systemClock, metadata.id, data.orderId, orderCancelledMessage),
  'OrderContactKept.v1': ({ metadata, data }) =>
    notifyBuyer(ports, systemClock, metadata.id, data.orderId, contactKeptMessage(data)),
  'PaymentReversed.v1': async ({ metadata, data: { orderId, reversed, before, cause } }) => {
    const amount = { ...reversed, amount: reversed.amount - before.amount };
    // A refund that failed later is no news for the buyer: another one follows, or a person writes.
    if (amount.amount <= 0) return;
    await notifyBuyer(ports, systemClock, metadata.id, orderId, paymentReversedMessage({ amount, cause }));
  },
  'UserRegistered.v1': ({ metadata, data }) => notifyUser(ports, systemClock, metadata.id, data.userId, welcomeMessage),
  'UserRegistrationRepeated.v1': ({ metadata, data }) =>
    notifyUser(ports, systemClock, metadata.id, data.userId, registrationRepeatedMessage),
});
