import * as z from 'zod';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { idSchema } from '../../../shared/kernel/schemas.ts';
import type { ProviderEvent } from '../use-cases/receive-event.ts';
import type { PaymentWebhook } from '../use-cases/receive-webhook.ts';
import { verifyStripeEvent } from './stripe-webhook.ts';

/** Stripe's ids have at most 255 characters: https://docs.stripe.com/upgrades */
const VISIBLE = /^[!-~]*$/;
const stripeId = z.string().min(1).max(255).regex(VISIBLE);

/**
 * What every event has, also a thin one, which names no object.
 * https://docs.stripe.com/api/v2/core/events/object
 */
const envelopeSchema = z.object({ id: stripeId, type: stripeId });

/**
 * The part that is used of an event about a payment; Stripe may add to it.
 * https://docs.stripe.com/api/events/object
 */
const paymentSchema = z.object({
  data: z.object({
    object: z.object({
      id: stripeId,
      /** Of a refund, a charge or a dispute, the id of its intent. */
      payment_intent: stripeId.nullish(),
      /** Of an intent that another program made, it may be anything. */
      metadata: z
        .object({ orderId: idSchema.regex(VISIBLE).optional().catch(undefined) })
        .nullish()
        .catch(undefined),
    }),
  }),
});

/** The types of events about payments, and what each is about. */
const ABOUT: readonly (readonly [RegExp, PaymentWebhook['about']])[] = [
  [/^payment_intent\./, 'intent'],
  [/^(charge\.)?refund\./, 'refund'],
  [/^charge\.(captured|refunded|dispute\.)/, 'charge'],
];

type EventRefusal = Refusal<'payments.invalid_signature' | 'payments.invalid_webhook'>;

/**
 * The event in a request, if Stripe has signed it. An endpoint may be subscribed to all of Stripe's
 * events. So only those about payments are looked into, and every other one is just received.
 */
export async function readStripeEvent(
  rawBody: string,
  signature: string | undefined,
): Promise<Result<ProviderEvent, EventRefusal>> {
  const verified = await verifyStripeEvent(rawBody, signature);
  if (verified === undefined)
    return refuse('payments.invalid_signature', 'The Stripe-Signature is missing, wrong, or too old.');
  const envelope = envelopeSchema.safeParse(verified);
  if (!envelope.success) return refuse('payments.invalid_webhook', 'Not a Stripe event.');
  const { id: eventId, type } = envelope.data;
  const about = ABOUT.find(([types]) => types.test(type))?.[1];
  if (!about) return ok({ type, webhook: undefined });
  const event = paymentSchema.safeParse(verified);
  if (!event.success) return refuse('payments.invalid_webhook', 'Not a Stripe event.');
  const { id, payment_intent: paymentIntent, metadata } = event.data.data.object;
  const intentId = about === 'intent' ? id : paymentIntent;
  return ok({ type, webhook: intentId ? { eventId, orderId: metadata?.orderId, intentId, about } : undefined });
}
