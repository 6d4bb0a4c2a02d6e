import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * Money of a sale went back to the buyer without the shop. Somebody made a refund at the provider,
 * or a dispute was lost. `reversed` and `before` are totals of the payment. The
 * total falls when such a refund fails later.
 */
export const paymentReversed = defineEvent({
  domain: 'payments',
  name: 'PaymentReversed',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
    reversed: moneySchema,
    before: moneySchema,
    cause: z.enum(['refund', 'dispute']),
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
    reversed: { amount: 700, currency: 'EUR' },
    before: { amount: 0, currency: 'EUR' },
    cause: 'refund',
  },
});

export type PaymentReversed = EventOf<typeof paymentReversed>;
