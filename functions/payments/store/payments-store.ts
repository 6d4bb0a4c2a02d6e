import {
  type Action,
  appendEvent,
  eventSortKey,
  put,
  putIfAbsent,
  replaceIfVersion,
} from '../../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../../shared/dynamodb/expiry.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Payment, PaymentEvent } from '../domain/payment.ts';
import type { Waiting } from '../domain/provider.ts';
import { actionItem, paymentItem, webhookItem } from './items.ts';
import { actionKey, paymentKey, paymentPartition, webhookKey } from './keys.ts';

const WAITING_DAYS = 2;
/** Stripe sends an event again for three days. */
const WEBHOOK_DAYS = 30;

/** Payments, their events, and the action that a buyer must take. */
export const paymentsStore = (table: Table) => ({
  getPayment: (orderId: string): Promise<Payment | undefined> => table.get(paymentKey(orderId), paymentItem),

  /**
   * Writes the next state with the event that explains it.
   *
   * @returns false after a concurrent update.
   */
  async save(payment: Payment, event: PaymentEvent, waiting?: Waiting): Promise<boolean> {
    const { orderId, version } = payment;
    const state = { ...paymentKey(orderId), entity: 'payment', ...payment };
    const result = await table.transact([
      version === 1 ? putIfAbsent(state) : replaceIfVersion(state, version - 1),
      appendEvent(event, { pk: paymentPartition(orderId), sk: eventSortKey(version) }),
      ...(waiting ? [putWaiting(payment, waiting)] : []),
    ]);
    return result.ok;
  },

  /** The action that the buyer must take, and the task that waits for it, if there is one. */
  getWaiting: (orderId: string): Promise<Waiting | undefined> => table.get(actionKey(orderId), actionItem),

  /** Keeps a provider's event by its id, once. @returns whether it has been dealt with before. */
  async keepWebhook(eventId: string, receivedAt: Date): Promise<'fresh' | 'open' | 'done'> {
    const expiresAt = expiryFrom(receivedAt, { days: WEBHOOK_DAYS });
    const item = {
      ...webhookKey(eventId),
      entity: 'webhook',
      state: 'open',
      receivedAt: receivedAt.toISOString(),
      expiresAt,
    };
    const result = await table.transact([putIfAbsent(item)]);
    if (result.ok) return 'fresh';
    return webhookItem.parse(result.failed[0]?.item).state;
  },

  /** @param outcome the result of the event, for people who look into it. */
  async closeWebhook(eventId: string, outcome: string): Promise<void> {
    await table.transact([
      {
        Update: {
          Key: webhookKey(eventId),
          UpdateExpression: 'SET #state = :done, outcome = :outcome',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':done': 'done', ':outcome': outcome },
        },
      },
    ]);
  },

  /** Replaces the buyer's action. @returns false when the payment is no longer this version. */
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
  const expiresAt = expiryFrom(updatedAt, { days: WAITING_DAYS });
  return put({ ...actionKey(orderId), entity: 'payment-action', orderId, ...waiting, expiresAt });
};
