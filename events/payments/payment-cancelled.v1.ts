import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The payment was undone before any money was taken; none can be taken any more. */
export const paymentCancelled = defineEvent({
  domain: 'payments',
  name: 'PaymentCancelled',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
    /** An intent may exist that is not known yet: the undo looks for it once more. */
    intentInDoubt: z.literal(true).optional(),
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
  },
});

export type PaymentCancelled = EventOf<typeof paymentCancelled>;
