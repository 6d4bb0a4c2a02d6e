import type { Table } from '../../../shared/dynamodb/table.ts';
import type { OrderActions } from '../../orders/actions.ts';
import type { Order } from '../../orders/queries.ts';

/** Plans the reconciler's next look at orders. */
export const orderChecks = (table: Table, orders: OrderActions) => ({
  /** An order that has changed since it was read keeps the look that is due for its new state. */
  async checkAgain(order: Order, at: Date | undefined): Promise<void> {
    await table.transact([orders.checkAgain(order, at)]);
  },
});
