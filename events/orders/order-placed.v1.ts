import * as z from 'zod';
import { eventLongText, eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema, quantitySchema, skuSchema, totalsSchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });

/**
 * An order was accepted; its stock and payment are being secured. Its lines are copies that never
 * change.
 */
export const orderPlaced = defineEvent({
  domain: 'orders',
  name: 'OrderPlaced',
  version: 1,
  aggregateType: 'order',
  data: z.strictObject({
    orderId: eventText,
    number: eventText,
    cartId: eventText,
    cartVersion: z.int().positive(),
    /** The signed-in buyer; absent for a guest. */
    userId: eventText.optional(),
    lines: z
      .array(
        z.strictObject({
          sku: skuSchema,
          productId: eventText,
          title: eventLongText,
          quantity: quantitySchema,
          unitPrice: moneySchema,
          lineTotal: moneySchema,
        }),
      )
      .max(100),
    totals: totalsSchema,
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    number: 'K7Q2-9XWM-3TFA',
    cartId: 'crt_01JD4ZJ0A1B2C3D4E5F6G7H8JK',
    cartVersion: 3,
    lines: [
      {
        sku: 'MUG-BLUE',
        productId: 'prd_01JD4Z00000000000000000000',
        title: 'Stoneware mug, blue',
        quantity: 2,
        unitPrice: euro(1450),
        lineTotal: euro(2900),
      },
    ],
    totals: { subtotal: euro(2900), discount: euro(0), tax: euro(0), shipping: euro(0), total: euro(2900) },
  },
});

export type OrderPlaced = EventOf<typeof orderPlaced>;
