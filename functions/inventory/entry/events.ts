import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { bankLimit } from '../domain/hold.ts';
import { inventory } from '../manifest.ts';
import { stockStore } from '../store/stock-store.ts';
import { releaseStock } from '../use-cases/reserve-stock.ts';

const store = stockStore(domainTable('inventory'));
const timeoutSeconds = Number(setting('PAYMENT_TIMEOUT_SECONDS'));

/**
 * Releases a cancelled order's stock, whether its saga still runs, has ended or has not begun. In
 * the last case a tombstone stops the saga. Stock of an order that does not exist goes back too. A
 * hold whose buyer is sent to the bank lapses sooner, even if its saga dies.
 */
export const handler = createConsumer(inventory.functions.events, {
  'OrderCancelled.v1': async ({ data: { orderId } }) => {
    await releaseStock(store, systemClock, { orderId, orderStatus: 'cancelled' });
  },
  'PaymentActionRequired.v1': async ({ metadata, data: { orderId } }) => {
    await store.limitHold(orderId, bankLimit(metadata.occurredAt, timeoutSeconds));
  },
  'OrderMissing.v1': async ({ data: { orderId } }) => {
    await releaseStock(store, systemClock, { orderId, orderStatus: undefined });
  },
});
