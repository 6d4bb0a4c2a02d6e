import * as z from 'zod';
import { createApi } from '../../../shared/http/api.ts';
import { reply } from '../../../shared/http/reply.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { verifyStripeEvent } from '../adapters/stripe-webhook.ts';
import { paymentsContract } from '../contract/index.ts';
import { receiveWebhook } from '../use-cases/receive-webhook.ts';
import { ports } from './ports.ts';

/** The part of Stripe's event that is used; Stripe may add to it at any time. https://docs.stripe.com/api/events/object */
const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ object: z.object({ id: z.string(), metadata: z.record(z.string(), z.string()).optional() }) }),
});

export const handler = createApi(paymentsContract, 'webhook', {
  stripeWebhook: async ({ rawBody, headers }) => {
    const verified = await verifyStripeEvent(rawBody, headers['stripe-signature']);
    if (!verified) {
      return refuse('payments.invalid_signature', 'The Stripe-Signature is missing, wrong, or too old.');
    }
    const event = eventSchema.safeParse(verified);
    if (!event.success) return refuse('payments.invalid_webhook', 'Not a Stripe event.');
    const { id, type, data } = event.data;
    // Whatever else the endpoint is subscribed to is received and of no interest.
    if (type.startsWith('payment_intent.')) {
      const { id: intentId, metadata } = data.object;
      const outcome = await receiveWebhook(ports, { eventId: id, intentId, orderId: metadata?.orderId });
      logger.info('webhook', { eventId: id, type, outcome });
    }
    return reply(200, { received: true as const });
  },
});
