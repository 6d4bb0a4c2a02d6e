import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { inventory } from '../manifest.ts';
import { stockStore } from '../store/stock-store.ts';
import { releaseStock } from '../use-cases/reserve-stock.ts';

const store = stockStore(domainTable('inventory'));

/** A cancelled order's stock is free again, whether its saga still runs, has ended, or has not begun: then a tombstone stops it. */
export const handler = createConsumer(inventory.functions.events, {
  'OrderCancelled.v1': async ({ data: { orderId } }) => {
    await releaseStock(store, systemClock, { orderId, orderStatus: 'cancelled' });
  },
});
