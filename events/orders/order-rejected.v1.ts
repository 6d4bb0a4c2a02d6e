import * as z from 'zod';
import { eventDetail, eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * The order could not be fulfilled or paid. Everything that it had taken was given back. `code` is
 * that of the refusal, e.g. `payments.card_declined`.
 */
export const orderRejected = defineEvent({
  domain: 'orders',
  name: 'OrderRejected',
  version: 1,
  aggregateType: 'order',
  data: z.strictObject({
    orderId: eventText,
    cartId: eventText,
    code: eventText,
    detail: eventDetail,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    cartId: 'crt_01JD4ZJ0A1B2C3D4E5F6G7H8JK',
    code: 'payments.card_declined',
    detail: 'The card was declined.',
  },
});

export type OrderRejected = EventOf<typeof orderRejected>;
