import type Stripe from 'stripe';
import type { PaymentProvider } from '../use-cases/ports.ts';
import { faultsOf, isStripeFailure } from './stripe-errors.ts';
import { keyed } from './stripe-keys.ts';

/**
 * Gives back the captured money, once per refund id.
 *
 * @throws Error when Stripe could not give it back.
 */
export async function createRefund(
  stripe: Stripe,
  { orderId, intentId, refundId }: Parameters<PaymentProvider['refund']>[0],
): Promise<void> {
  const params = { payment_intent: intentId, metadata: { orderId, refundId } };
  const create = (idempotencyKey: string) => stripe.refunds.create(params, { idempotencyKey });
  const find = async (): Promise<Stripe.Refund | undefined> => {
    const { data } = await faultsOf(() => stripe.refunds.list({ payment_intent: intentId, limit: 100 }));
    return data.find(({ metadata }) => metadata?.refundId === refundId);
  };
  const { status } = await keyed(`refund:${refundId}`, create, find).catch(async (error: unknown) => {
    // Stripe has forgotten the key, but the refund was made.
    const found = isStripeFailure(error) && error.code === 'charge_already_refunded' ? await find() : undefined;
    if (!found) throw error;
    return found;
  });
  if (status === 'failed' || status === 'canceled') throw new Error(`The refund ${refundId} is ${status}.`);
}
