import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createSagaHandler } from '../../../shared/runtime/saga.ts';
import { orderMachine } from '../../../state-machines/order/order.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { stockStore } from '../store/stock-store.ts';
import { commitStock } from '../use-cases/commit-stock.ts';
import { releaseStock, reserveStock } from '../use-cases/reserve-stock.ts';

const store = stockStore(domainTable('inventory'));
const orders = ordersQueries(domainTable('orders'));

export const handler = createSagaHandler(orderMachine, 'inventory-saga', {
  ReserveStock: async ({ orderId }) => {
    const order = await orders.getOrderState(orderId);
    if (!order) throw new Error(`There is no order ${orderId}.`);
    return reserveStock(store, systemClock, { orderId, lines: order.lines });
  },
  CommitStock: ({ orderId }) => commitStock(store, systemClock, { orderId }),
  ReleaseStock: async ({ orderId }) => {
    const order = await orders.getOrderState(orderId);
    return releaseStock(store, systemClock, { orderId, orderStatus: order?.status });
  },
});
