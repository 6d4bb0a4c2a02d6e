import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createStreamReader } from '../../../shared/messaging/stream-reader.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { usersQueries } from '../../users/queries.ts';
import { startOrderSaga } from '../adapters/start-saga.ts';
import { ordersStore } from '../store/orders-store.ts';
import { startPlacedOrder } from '../use-cases/start-placed-order.ts';

const ports = {
  ...ordersStore(domainTable('orders')),
  ...paymentsQueries(domainTable('payments')),
  ...usersQueries(domainTable('users')),
  startSaga: startOrderSaga,
};

export const handler = createStreamReader(({ dynamodb }) =>
  startPlacedOrder(ports, systemClock, dynamodb?.NewImage?.id?.S),
);
