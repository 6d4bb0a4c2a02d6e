import type { OrderMissing } from '../../../events/payments/order-missing.v1.ts';
import type { PaymentDiverged } from '../../../events/payments/payment-diverged.v1.ts';
import { appendEvent } from '../../../shared/dynamodb/actions.ts';
import { checkpoints } from '../../../shared/dynamodb/checkpoints.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Payment } from '../domain/payment.ts';
import { paymentItem } from './items.ts';
import { announcementKey, paymentKey } from './keys.ts';

/** The progress of the comparison with the provider, and its announcements. */
export const reconciliationStore = (table: Table) => ({
  ...checkpoints(table),

  async getPayments(orderIds: readonly string[]): Promise<ReadonlyMap<string, Payment>> {
    const payments = await table.batchGet(orderIds.map(paymentKey), paymentItem);
    return new Map(payments.map((payment) => [payment.orderId, payment]));
  },

  /** Stores an event that the stream publishes, the first time. 2 write units. */
  async announce(event: PaymentDiverged | OrderMissing, intentId: string, kind = ''): Promise<void> {
    await table.transact([appendEvent(event, announcementKey(intentId, `${event.metadata.name}#${kind}`))]);
  },
});
