import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** The order was cancelled on request. Consumers that hold stock or money for it give them back. */
export const orderCancelled = defineEvent({
  domain: 'orders',
  name: 'OrderCancelled',
  version: 1,
  aggregateType: 'order',
  data: z.strictObject({
    orderId: eventText,
    cartId: eventText,
  }),
  sample: { orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX', cartId: 'crt_01JD4ZJ0A1B2C3D4E5F6G7H8JK' },
});

export type OrderCancelled = EventOf<typeof orderCancelled>;
