import type { Table } from '../../shared/dynamodb/table.ts';
import type { PaymentStatus } from './domain/values.ts';
import { actionItem, paymentItem } from './store/items.ts';
import { actionKey, paymentKey } from './store/keys.ts';

/** A payment as the buyer's order shows it. `nextAction` is there while it waits for the buyer. */
export interface PaymentView {
  readonly id: string;
  readonly orderId: string;
  readonly status: PaymentStatus;
  readonly nextAction?: { readonly type: string; readonly redirectUrl: string; readonly clientSecret: string };
  readonly updatedAt: string;
}

/** What other domains may read of payments: by key, strongly consistent, read-only. */
export const paymentsQueries = (table: Table) => {
  /** By order id; without those that have no payment yet. 1 read unit per order, 1 more where the buyer must act. */
  const getPayments = async (orderIds: readonly string[]): Promise<ReadonlyMap<string, PaymentView>> => {
    const payments = await table.batchGet([...new Set(orderIds)].map(paymentKey), paymentItem);
    const waiting = payments.filter(({ status }) => status === 'requires_action');
    const actions = new Map(
      (
        await table.batchGet(
          waiting.map(({ orderId }) => actionKey(orderId)),
          actionItem,
        )
      ).map((action) => [action.orderId, action]),
    );
    return new Map(
      payments.map(({ id, orderId, status, updatedAt }) => {
        const action = actions.get(orderId);
        const view = { id, orderId, status, updatedAt };
        if (!action) return [orderId, view];
        const { type, redirectUrl, clientSecret } = action;
        return [orderId, { ...view, nextAction: { type, redirectUrl, clientSecret } }];
      }),
    );
  };

  return {
    getPayments,
    getPayment: async (orderId: string): Promise<PaymentView | undefined> =>
      (await getPayments([orderId])).get(orderId),
  };
};
