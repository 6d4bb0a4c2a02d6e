import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The buyer must act, as in 3-D Secure, before the payment goes on. */
export const paymentActionRequired = defineEvent({
  domain: 'payments',
  name: 'PaymentActionRequired',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
    /** Such as `redirect_to_url`. */
    type: eventText,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
    type: 'redirect_to_url',
  },
});

export type PaymentActionRequired = EventOf<typeof paymentActionRequired>;
