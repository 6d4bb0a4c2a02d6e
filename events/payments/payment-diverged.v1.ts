import * as z from 'zod';
import { DIVERGENCES } from '../../functions/payments/domain/values.ts';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * The provider's side of a payment is not what the shop believes, and nothing repairs it: a person
 * must look. `kind` says how they differ.
 */
export const paymentDiverged = defineEvent({
  domain: 'payments',
  name: 'PaymentDiverged',
  version: 1,
  aggregateType: 'payment',
  data: z.strictObject({
    orderId: eventText,
    intentId: eventText,
    kind: z.enum(DIVERGENCES),
  }),
  sample: {
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
    intentId: 'pi_3PqR5sT7uV9wX1yZ',
    kind: 'not_captured',
  },
});

export type PaymentDiverged = EventOf<typeof paymentDiverged>;
