import { domainTable, domainTrials } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createSagaHandler, refusalOf } from '../../../shared/runtime/saga.ts';
import { orderMachine } from '../../../state-machines/order/order.ts';
import { cartActions } from '../../cart/actions.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { rejectionFor } from '../domain/rejection.ts';
import { orderWrites } from '../store/order-writes.ts';
import { ordersStore } from '../store/orders-store.ts';
import { cancelAndSettle, confirmAndSettle, rejectAndSettle } from '../use-cases/end-and-settle.ts';
import { parkOrder } from '../use-cases/end-order.ts';

const table = domainTable('orders');
const store = {
  ...ordersStore(table),
  ...orderWrites(table, cartActions(domainTable('cart'))),
  ...paymentsQueries(domainTable('payments')),
  endTrial: domainTrials('throttles').end,
};

export const handler = createSagaHandler(orderMachine, 'orders-saga', {
  ConfirmOrder: ({ orderId }) => confirmAndSettle(store, systemClock, orderId),
  RejectOrder: ({ orderId, error }) =>
    rejectAndSettle(store, systemClock, orderId, rejectionFor(error?.Error, refusalOf(error))),
  CancelOrder: ({ orderId }) => cancelAndSettle(store, systemClock, orderId),
  ParkOrder: ({ orderId, error }) =>
    parkOrder(store, systemClock, orderId, {
      code: error?.Error ?? 'unknown',
      detail: 'Something went wrong on our side. We are looking into this order.',
    }),
});
