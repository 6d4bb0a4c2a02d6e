import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * The provider has an intent for an order that does not exist, as after a restored table. Whatever
 * else belongs to that order is left over too.
 */
export const orderMissing = defineEvent({
  domain: 'payments',
  name: 'OrderMissing',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    intentId: eventText,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    intentId: 'pi_3PqR5sT7uV9wX1yZ',
  },
});

export type OrderMissing = EventOf<typeof orderMissing>;
