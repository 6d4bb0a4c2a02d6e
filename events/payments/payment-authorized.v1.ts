import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The money is reserved on the buyer's card and can be captured. */
export const paymentAuthorized = defineEvent({
  domain: 'payments',
  name: 'PaymentAuthorized',
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

export type PaymentAuthorized = EventOf<typeof paymentAuthorized>;
