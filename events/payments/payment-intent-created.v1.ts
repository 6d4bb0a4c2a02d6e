import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The provider created the intent; it is not confirmed yet. */
export const paymentIntentCreated = defineEvent({
  domain: 'payments',
  name: 'PaymentIntentCreated',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
    /** The provider's id of the intent. */
    intentId: eventText,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
    intentId: 'pi_3Q8sKd2eZvKYlo2C1a2b3c4d',
  },
});

export type PaymentIntentCreated = EventOf<typeof paymentIntentCreated>;
