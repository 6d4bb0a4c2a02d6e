import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The captured money was given back in full. */
export const paymentRefunded = defineEvent({
  domain: 'payments',
  name: 'PaymentRefunded',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
    refundId: eventText,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
    refundId: 'rfd_01JD4ZM5N6P7Q8R9S0T1V2W3XY',
  },
});

export type PaymentRefunded = EventOf<typeof paymentRefunded>;
