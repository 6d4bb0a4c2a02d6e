import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The money was captured. */
export const paymentSucceeded = defineEvent({
  domain: 'payments',
  name: 'PaymentSucceeded',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
  },
});

export type PaymentSucceeded = EventOf<typeof paymentSucceeded>;
