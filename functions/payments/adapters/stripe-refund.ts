import type Stripe from 'stripe';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { RefundState } from '../domain/provider.ts';
import type { PaymentProvider } from '../use-cases/ports.ts';
import { disputeOf } from './stripe-charged.ts';
import { faultsOf, isStripeFailure } from './stripe-errors.ts';
import { keyed } from './stripe-keys.ts';

/** A status that Stripe adds later decides nothing yet. */
const STATES: Readonly<Record<string, RefundState>> = { succeeded: 'succeeded', failed: 'failed', canceled: 'failed' };

const stateOf = ({ status }: Stripe.Refund): RefundState => STATES[status ?? ''] ?? 'pending';

/** The present state of a refund. Undefined when Stripe has none of this id. */
export async function readRefund(
  stripe: Stripe,
  request: Parameters<PaymentProvider['readRefund']>[0],
): Promise<RefundState | undefined> {
  const refund = await findRefund(stripe, request);
  return refund && stateOf(refund);
}

async function findRefund(
  stripe: Stripe,
  { intentId, refundId }: Parameters<PaymentProvider['readRefund']>[0],
): Promise<Stripe.Refund | undefined> {
  const { data } = await faultsOf(() => stripe.refunds.list({ payment_intent: intentId, limit: 100 }));
  return data.find(({ metadata }) => metadata?.refundId === refundId);
}

/** Gives back the captured money, once per refund id. */
export async function createRefund(
  stripe: Stripe,
  clock: Clock,
  { orderId, intentId, refundId }: Parameters<PaymentProvider['refund']>[0],
): Promise<RefundState> {
  const params = { payment_intent: intentId, metadata: { orderId, refundId } };
  const create = (idempotencyKey: string) => stripe.refunds.create(params, { idempotencyKey });
  const find = () => findRefund(stripe, { intentId, refundId });
  const made = keyed({ key: `refund:${refundId}`, now: clock.now() }, create, find);
  try {
    return stateOf(await made);
  } catch (error) {
    const code = isStripeFailure(error) ? error.code : undefined;
    // The bank gives it back, or a later attempt does: https://docs.stripe.com/error-codes
    if (code === 'charge_disputed')
      return (await disputeOf(stripe, intentId))?.state === 'lost' ? 'succeeded' : 'pending';
    if (code !== 'charge_already_refunded') throw error;
    const refund = await find();
    // Stripe has forgotten the key, but the refund was made; or somebody else has made it.
    return refund ? stateOf(refund) : 'succeeded';
  }
}
