import * as z from 'zod';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { idSchema } from '../../../shared/kernel/schemas.ts';
import type { ProviderEvent } from '../use-cases/receive-event.ts';
import { verifyStripeEvent } from './stripe-webhook.ts';

/** Stripe's ids have at most 255 characters: https://docs.stripe.com/upgrades */
const VISIBLE = /^[!-~]*$/;
const stripeId = z.string().min(1).max(255).regex(VISIBLE);

/** The part that is used; Stripe may add to it. https://docs.stripe.com/api/events/object */
const eventSchema = z.object({
  id: stripeId,
  type: stripeId,
  data: z.object({
    object: z.object({
      id: stripeId,
      /** Of a refund, a charge or a dispute, the id of its intent. */
      payment_intent: stripeId.nullish(),
      /** Of an intent that another program made, it may be anything. */
      metadata: z.object({ orderId: idSchema.regex(VISIBLE).optional().catch(undefined) }).nullish(),
    }),
  }),
});

/** Types with this prefix are about a payment intent. */
const INTENT_TYPE = 'payment_intent.';
/** These are about a refund. */
const REFUND_TYPE = /^(charge\.)?refund\./;
/** These are about a charge or its dispute. */
const CHARGE_TYPE = /^charge\.(captured|refunded|dispute\.)/;

type EventRefusal = Refusal<'payments.invalid_signature' | 'payments.invalid_webhook'>;

/** The event in a request, if Stripe has signed it. */
export async function readStripeEvent(
  rawBody: string,
  signature: string | undefined,
): Promise<Result<ProviderEvent, EventRefusal>> {
  const verified = await verifyStripeEvent(rawBody, signature);
  if (verified === undefined)
    return refuse('payments.invalid_signature', 'The Stripe-Signature is missing, wrong, or too old.');
  const event = eventSchema.safeParse(verified);
  if (!event.success) return refuse('payments.invalid_webhook', 'Not a Stripe event.');
  const { id: eventId, type, data } = event.data;
  const { id, payment_intent: intentId, metadata } = data.object;
  const common = { eventId, orderId: metadata?.orderId };
  if (type.startsWith(INTENT_TYPE)) return ok({ type, webhook: { ...common, intentId: id, about: 'intent' } });
  if (REFUND_TYPE.test(type) && intentId) return ok({ type, webhook: { ...common, intentId, about: 'refund' } });
  if (CHARGE_TYPE.test(type) && intentId) return ok({ type, webhook: { ...common, intentId, about: 'charge' } });
  return ok({ type, webhook: undefined });
}
