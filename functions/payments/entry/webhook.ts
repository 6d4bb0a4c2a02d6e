import { createApi } from '../../../shared/http/api.ts';
import { answer, reply } from '../../../shared/http/reply.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { readStripeEvent } from '../adapters/stripe-event.ts';
import { paymentsContract } from '../contract/index.ts';
import { type ReceiveEventPorts, receiveEvent } from '../use-cases/receive-event.ts';
import { checkPorts } from './wiring/ports.ts';

const webhookPorts: ReceiveEventPorts = { ...checkPorts, report: (received) => logger.info('webhook', received) };

export const handler = createApi(paymentsContract, 'webhook', {
  stripeWebhook: ({ rawBody, headers }) =>
    answer(readStripeEvent(rawBody, headers['stripe-signature']), async (event) => {
      await receiveEvent(webhookPorts, event);
      return reply(200, { received: true as const });
    }),
});
