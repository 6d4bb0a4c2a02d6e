import { domainCounters, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createSagaHandler, refusalOf } from '../../../shared/runtime/saga.ts';
import { orderMachine } from '../../../state-machines/order/order.ts';
import { cartActions } from '../../cart/actions.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { rejectionFor } from '../domain/rejection.ts';
import { orderWrites } from '../store/order-writes.ts';
import { ordersStore } from '../store/orders-store.ts';
import { confirmAndSettle } from '../use-cases/confirm-and-settle.ts';
import { cancelOrder, parkOrder, rejectOrder } from '../use-cases/end-order.ts';

const table = domainTable('orders');
const store = {
  ...ordersStore(table),
  ...orderWrites(table, cartActions(domainTable('cart'))),
  ...paymentsQueries(domainTable('payments')),
  giveBack: domainCounters('throttles').giveBack,
};

export const handler = createSagaHandler(orderMachine, 'orders-saga', {
  ConfirmOrder: ({ orderId }) => confirmAndSettle(store, systemClock, orderId),
  RejectOrder: ({ orderId, error }) =>
    rejectOrder(store, systemClock, orderId, rejectionFor(error?.Error, refusalOf(error))),
  CancelOrder: ({ orderId }) => cancelOrder(store, systemClock, orderId),
  ParkOrder: ({ orderId, error }) =>
    parkOrder(store, systemClock, orderId, {
      code: error?.Error ?? 'unknown',
      detail: 'Something went wrong on our side. We are looking into this order.',
    }),
});
