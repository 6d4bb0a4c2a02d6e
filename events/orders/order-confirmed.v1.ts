import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** Stock is allocated and the payment captured: the shop owes the goods. */
export const orderConfirmed = defineEvent({
  domain: 'orders',
  name: 'OrderConfirmed',
  version: 1,
  aggregateType: 'order',
  data: z.strictObject({
    orderId: eventText,
    cartId: eventText,
    cartVersion: z.int().positive(),
  }),
  sample: { orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX', cartId: 'crt_01JD4ZJ0A1B2C3D4E5F6G7H8JK', cartVersion: 3 },
});

export type OrderConfirmed = EventOf<typeof orderConfirmed>;
