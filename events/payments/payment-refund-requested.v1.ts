import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The provider is about to be asked to give the money back. */
export const paymentRefundRequested = defineEvent({
  domain: 'payments',
  name: 'PaymentRefundRequested',
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

export type PaymentRefundRequested = EventOf<typeof paymentRefundRequested>;
