import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';

export const paymentsContract = defineContract({
  domain: 'payments',
  routes: {
    stripeWebhook: {
      method: 'POST',
      path: '/webhooks/stripe',
      /** Stripe proves itself by the signature of the body. */
      access: ['public'],
      summary: 'Stripe tells that a payment changed',
      function: 'webhook',
      responses: { 200: z.strictObject({ received: z.literal(true) }) },
      refusals: { 'payments.invalid_signature': 400, 'payments.invalid_webhook': 400 },
    },
  },
});
