import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * The buyer asked to be erased, but the order is not done: what it still needs of the buyer's data
 * stays until it is. Published once per order.
 */
export const orderContactKept = defineEvent({
  domain: 'orders',
  name: 'OrderContactKept',
  version: 1,
  aggregateType: 'order',
  data: z.strictObject({
    orderId: eventText,
    /** The open obligation: `being_paid`, `to_be_sent` or `refund_pending`. */
    reason: eventText,
    /** The data goes at this time at the latest. */
    until: eventText,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    reason: 'to_be_sent',
    until: '2027-01-20T12:00:00.000Z',
  },
});

export type OrderContactKept = EventOf<typeof orderContactKept>;
