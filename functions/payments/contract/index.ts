import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';

export const paymentsContract = defineContract({
  domain: 'payments',
  description: 'The webhooks of payment providers.',
  codes: {
    'payments.invalid_signature': 'The Stripe-Signature is missing, wrong, or too old.',
    'payments.invalid_webhook': 'The body is not an event of Stripe.',
  },
  routes: {
    stripeWebhook: {
      method: 'POST',
      path: '/webhooks/stripe',
      access: ['public'],
      summary: 'Receives an event of Stripe',
      description: 'For Stripe only. The body is an event of Stripe, and its signature is the proof of who sent it.',
      requestHeaders: { 'Stripe-Signature': 'required' },
      function: 'webhook',
      responses: {
        200: z
          .strictObject({ received: z.literal(true).describe('Stripe need not send it again.') })
          .meta({ id: 'WebhookReceipt', description: 'The event is received.' }),
      },
      refusals: { 'payments.invalid_signature': 400, 'payments.invalid_webhook': 400 },
    },
  },
});
