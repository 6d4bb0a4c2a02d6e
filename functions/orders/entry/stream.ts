import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createStreamReader } from '../../../shared/messaging/stream-reader.ts';
import { startOrderSaga } from '../adapters/start-saga.ts';
import { ordersStore } from '../store/orders-store.ts';
import { startPlacedOrder } from '../use-cases/start-placed-order.ts';

const { getOrder } = ordersStore(domainTable('orders'));

export const handler = createStreamReader(({ dynamodb }) =>
  startPlacedOrder({ getOrder, startSaga: startOrderSaga }, dynamodb?.NewImage?.id?.S),
);
