import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { createSagaHandler } from '../../../shared/runtime/saga.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { stockStore } from '../store/stock-store.ts';
import { commitStock } from '../use-cases/commit-stock.ts';
import { releaseStock } from '../use-cases/release-stock.ts';
import { reserveStock } from '../use-cases/reserve-stock.ts';

const store = stockStore(domainTable('inventory'));
const orders = ordersQueries(domainTable('orders'));

export const handler = createSagaHandler(
  {
    ReserveStock: async ({ orderId }) => {
      const order = await orders.getOrder(orderId);
      if (!order) throw new Error(`There is no order ${orderId}.`);
      return reserveStock(store, systemClock, { orderId, lines: order.lines });
    },
    CommitStock: ({ orderId }) => commitStock(store, systemClock, { orderId }),
    // A saga that runs again after its order was confirmed must not take back what the first run did.
    ReleaseStock: async ({ orderId }) =>
      (await orders.getOrder(orderId))?.status === 'confirmed'
        ? ok(undefined)
        : releaseStock(store, systemClock, { orderId }),
  },
  { 'inventory.insufficient_stock': 'InsufficientStock', 'inventory.hold_expired': 'HoldExpired' },
);
