import * as z from 'zod';
import type { Action, Key } from '../../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../../shared/dynamodb/expiry.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';

const deliveryItem = z.object({ state: z.enum(['sending', 'sent']) });

/** Longer than the function may run: an expired lease belongs to a run that died. */
const LEASE_MS = 60_000;
const KEPT_DAYS = 90;

const key = (eventId: string): Key => ({ pk: `delivery#${eventId}`, sk: 'mail' });

/**
 * Records which events have been mailed. An event id is claimed before its mail is sent, and marked
 * afterwards.
 */
export const deliveriesStore = (table: Table) => ({
  /**
   * Costs 2 write units. @returns `claimed` if this run may send; otherwise whether the mail was
   * sent or another run is sending it.
   */
  async claim(eventId: string, now: Date): Promise<'claimed' | 'sending' | 'sent'> {
    const claim: Action = {
      Put: {
        Item: {
          ...key(eventId),
          entity: 'delivery',
          state: 'sending',
          leasedUntil: now.getTime() + LEASE_MS,
          expiresAt: expiryFrom(now, { days: KEPT_DAYS }),
        },
        ConditionExpression: 'attribute_not_exists(pk) OR (#state = :sending AND leasedUntil < :now)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':sending': 'sending', ':now': now.getTime() },
      },
    };
    if ((await table.transact([claim])).ok) return 'claimed';
    const delivery = await table.get(key(eventId), deliveryItem);
    return delivery?.state ?? 'sending';
  },

  /** Costs 2 write units. A delivery that is marked as sent stays. */
  async abandon(eventId: string): Promise<void> {
    await table.transact([
      {
        Delete: {
          Key: key(eventId),
          ConditionExpression: '#state = :sending',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':sending': 'sending' },
        },
      },
    ]);
  },

  /** Costs 2 write units. */
  async markSent(eventId: string): Promise<void> {
    await table.transact([
      {
        Update: {
          Key: key(eventId),
          UpdateExpression: 'SET #state = :sent',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':sent': 'sent' },
        },
      },
    ]);
  },
});
