import * as z from 'zod';
import { eventDetail, eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * The order can go neither forward nor back by itself: a person must look. `code` names the
 * failure.
 */
export const orderNeedsAttention = defineEvent({
  domain: 'orders',
  name: 'OrderNeedsAttention',
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
    code: 'Lambda.Unknown',
    detail: 'CapturePayment failed for hours.',
  },
});

export type OrderNeedsAttention = EventOf<typeof orderNeedsAttention>;
