import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { userActions } from '../../users/actions.ts';
import { usersQueries } from '../../users/queries.ts';
import { orders } from '../manifest.ts';
import { ordersStore } from '../store/orders-store.ts';
import { eraseBuyer } from '../use-cases/erase-buyer.ts';
import { settleContact } from '../use-cases/erase-contacts.ts';

const ports = {
  ...ordersStore(domainTable('orders')),
  ...paymentsQueries(domainTable('payments')),
  ...usersQueries(domainTable('users')),
};

const { erasePart } = userActions(domainTable('users'));

const settle = ({ data }: { readonly data: { readonly orderId: string } }) =>
  settleContact(ports, systemClock, data.orderId);

export const handler = createConsumer(orders.functions.events, {
  'UserErased.v1': ({ metadata: { occurredAt: erasedAt }, data }) =>
    erasePart({ domain: orders.name, userId: data.userId, clock: systemClock }, () =>
      eraseBuyer(ports, systemClock, { ...data, erasedAt }),
    ),
  'OrderRejected.v1': settle,
  'OrderCancelled.v1': settle,
  'PaymentRefunded.v1': settle,
  'PaymentCancelled.v1': settle,
});
