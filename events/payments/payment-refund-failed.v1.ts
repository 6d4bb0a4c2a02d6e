import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** A refund did not reach the buyer, perhaps days after it had succeeded: the money is owed. */
export const paymentRefundFailed = defineEvent({
  domain: 'payments',
  name: 'PaymentRefundFailed',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
    refundId: eventText,
    /** Whether another attempt follows, with its own id. Otherwise a person must look. */
    willRetry: z.boolean(),
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
    refundId: 'rfd_01JD4ZM5N6P7Q8R9S0T1V2W3XY',
    willRetry: true,
  },
});

export type PaymentRefundFailed = EventOf<typeof paymentRefundFailed>;
