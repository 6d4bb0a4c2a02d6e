import * as z from 'zod';
import { defineEvent } from '../messaging/event.ts';

/** An event for tests in `shared/`, which must not import a domain's own. */
export const orderConfirmed = defineEvent({
  domain: 'orders',
  name: 'OrderConfirmed',
  version: 1,
  aggregateType: 'order',
  data: z.strictObject({ orderId: z.string(), cartId: z.string(), cartVersion: z.int().positive() }),
  sample: { orderId: 'ord_1', cartId: 'crt_1', cartVersion: 1 },
});
