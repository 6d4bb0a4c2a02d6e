import * as z from 'zod';
import { eventDetail, eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The payment was refused; nothing was taken. */
export const paymentFailed = defineEvent({
  domain: 'payments',
  name: 'PaymentFailed',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    amount: moneySchema,
    /** A refusal code such as `payments.card_declined`. */
    code: eventText,
    detail: eventDetail,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    amount: { amount: 2900, currency: 'EUR' },
    code: 'payments.card_declined',
    detail: 'The card has insufficient funds.',
  },
});

export type PaymentFailed = EventOf<typeof paymentFailed>;
