import { orderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import { documentClient } from '../../../shared/dynamodb/client.ts';
import { createTable } from '../../../shared/dynamodb/table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer, on } from '../../../shared/messaging/consumer.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { stockStore } from '../store/stock-store.ts';
import { releaseStock } from '../use-cases/reserve-stock.ts';

const store = stockStore(createTable(documentClient(), setting('INVENTORY_TABLE')));

/** A cancelled order's stock is free again, whether its saga still runs, has ended, or has not begun: then a tombstone stops it. */
export const handler = createConsumer([
  on(orderCancelled, async ({ data: { orderId } }) => {
    await releaseStock(store, systemClock, { orderId, orderStatus: 'cancelled' });
  }),
]);
