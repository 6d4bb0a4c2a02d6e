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

  /** The action that the buyer must take, and the tasks that may wait for it. */
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

  /** Deletes the buyer's action with its secrets, once a task was answered. 2 write units. */
  async endWaiting(orderId: string): Promise<void> {
    await table.transact([{ Delete: { Key: actionKey(orderId) } }]);
  },

  /**
   * Replaces the buyer's action.
   *
   * @param seen the action that was read.
   * @returns false when the payment is no longer this version, or the action is another.
   */
  async saveWaiting(payment: Payment, waiting: Waiting, seen: Waiting | undefined): Promise<boolean> {
    const { orderId, version } = payment;
    const unchanged: Action = {
      ConditionCheck: {
        Key: paymentKey(orderId),
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      },
    };
    return (await table.transact([unchanged, replaceWaiting(payment, waiting, seen)])).ok;
  },
});

/** It holds secrets, so the table deletes it by itself, long after any task has stopped waiting. */
const waitingItem = ({ orderId, updatedAt }: Payment, waiting: Waiting) => {
  const expiresAt = expiryFrom(updatedAt, { days: WAITING_DAYS });
  return { ...actionKey(orderId), entity: 'payment-action', orderId, ...waiting, expiresAt };
};

const putWaiting = (payment: Payment, waiting: Waiting): Action => put(waitingItem(payment, waiting));

/** Attempts may overlap, so none overwrites a token that it has not seen. */
const replaceWaiting = (payment: Payment, waiting: Waiting, seen: Waiting | undefined): Action => {
  const item = waitingItem(payment, waiting);
  if (!seen) return putIfAbsent(item);
  return {
    Put: {
      Item: item,
      ConditionExpression: 'taskTokens = :seen',
      ExpressionAttributeValues: { ':seen': seen.taskTokens },
    },
  };
};
