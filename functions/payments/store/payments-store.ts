import {
  type Action,
  appendEvent,
  eventSortKey,
  put,
  putIfAbsent,
  replaceIfVersion,
} from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Payment, PaymentEvent } from '../domain/payment.ts';
import type { Waiting } from '../domain/provider.ts';
import { paymentItem } from './items.ts';
import { actionKey, paymentKey, paymentPartition } from './keys.ts';

const WAITING_DAYS = 2;

/** Payments, their events, and what a buyer must do. */
export const paymentsStore = (table: Table) => ({
  getPayment: (orderId: string): Promise<Payment | undefined> => table.get(paymentKey(orderId), paymentItem),

  /** Writes the next state with the event that explains it. @returns false when another was faster. */
  async save(payment: Payment, event: PaymentEvent, waiting?: Waiting): Promise<boolean> {
    const { orderId, version } = payment;
    const state = { ...paymentKey(orderId), entity: 'payment', ...payment };
    const result = await table.transact([
      version === 1 ? putIfAbsent(state) : replaceIfVersion(state, version - 1),
      appendEvent('payments', event, { pk: paymentPartition(orderId), sk: eventSortKey(version) }),
      ...(waiting ? [putWaiting(payment, waiting)] : []),
    ]);
    return result.ok;
  },

  /** Replaces what the buyer must do. @returns false when the payment is no longer this version. */
  async saveWaiting(payment: Payment, waiting: Waiting): Promise<boolean> {
    const { orderId, version } = payment;
    const unchanged: Action = {
      ConditionCheck: {
        Key: paymentKey(orderId),
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      },
    };
    return (await table.transact([unchanged, putWaiting(payment, waiting)])).ok;
  },
});

/** It holds secrets, so the table deletes it by itself, long after any task has stopped waiting. */
const putWaiting = ({ orderId, updatedAt }: Payment, waiting: Waiting): Action => {
  const expiresAt = Math.floor(Date.parse(updatedAt) / 1000) + WAITING_DAYS * 86_400;
  return put({ ...actionKey(orderId), entity: 'payment-action', orderId, ...waiting, expiresAt });
};
