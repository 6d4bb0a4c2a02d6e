import * as z from 'zod';
import type { Table } from '../../shared/dynamodb/table.ts';
import { isTaken, type UndoState, undoStateOf } from './domain/payment.ts';
import type { PaymentStatus } from './domain/values.ts';
import { actionItem, paymentItem } from './store/items.ts';
import { actionKey, paymentKey, webhookKey } from './store/keys.ts';

export type { UndoState } from './domain/payment.ts';
export { type ChargeRefusal, chargeOf } from './domain/stripe-amount.ts';

/** A payment as the buyer's order shows it. `nextAction` is there while it waits for the buyer. */
export interface PaymentView {
  readonly id: string;
  readonly orderId: string;
  readonly status: PaymentStatus;
  readonly nextAction?: { readonly type: string; readonly redirectUrl: string; readonly clientSecret: string };
  readonly updatedAt: string;
}

const takenItem = z.object({ pk: z.string(), receivedAt: z.string(), outcome: z.string().optional() });

/** A provider's event that was taken; `outcome` once it was acted on. */
export interface TakenEvent {
  readonly receivedAt: string;
  readonly outcome?: string | undefined;
}

/** The reads that payments offers to other domains: by key, strongly consistent, read-only. */
export const paymentsQueries = (table: Table) => {
  /**
   * Payments by order id, without orders that have none yet. 1 read unit per order, and 1 more
   * where the buyer must act.
   */
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

    /** Whether an order's money is authorized or taken. 1 read unit. */
    async isPaid(orderId: string): Promise<boolean> {
      const payment = await table.get(paymentKey(orderId), paymentItem);
      return payment !== undefined && (payment.status === 'authorized' || isTaken(payment));
    },

    /** How far the undo of an order's payment has come. 1 read unit. */
    getUndoState: async (orderId: string): Promise<UndoState> =>
      undoStateOf(await table.get(paymentKey(orderId), paymentItem)),

    /** The same of several orders, by their ids. 1 read unit each. */
    async getUndoStates(orderIds: readonly string[]): Promise<ReadonlyMap<string, UndoState>> {
      const payments = await table.batchGet(orderIds.map(paymentKey), paymentItem);
      const byOrder = new Map(payments.map((payment) => [payment.orderId, payment]));
      return new Map(orderIds.map((orderId) => [orderId, undoStateOf(byOrder.get(orderId))]));
    },

    /** The provider's events that were taken, by their ids. 1 read unit per event. */
    async getTakenEvents(eventIds: readonly string[]): Promise<ReadonlyMap<string, TakenEvent>> {
      const items = await table.batchGet(eventIds.map(webhookKey), takenItem);
      const byKey = new Map(items.map(({ pk, ...taken }) => [pk, taken]));
      return new Map(
        eventIds.flatMap((id) => {
          const taken = byKey.get(webhookKey(id).pk);
          return taken ? [[id, taken] as const] : [];
        }),
      );
    },
  };
};
