import type { Table } from '../../../shared/dynamodb/table.ts';
import type { PaymentActions } from '../../payments/actions.ts';

/** Asks payments to look at the intents of orders. */
export const orderLooks = (table: Table, payments: PaymentActions) => ({
  /** A request that comes in the same ten seconds as another is none. */
  async requestLook(orderId: string, at: Date): Promise<void> {
    await table.transact([payments.lookAt(orderId, at)]);
  },
});
