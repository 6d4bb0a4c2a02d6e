import type Stripe from 'stripe';
import { optionalSetting } from '../../../shared/runtime/settings.ts';
import type { Charged } from '../domain/divergence.ts';
import { fromStripe } from '../domain/stripe-amount.ts';
import { faultsOf, isStripeFailure } from './stripe-errors.ts';
import { intentOf } from './stripe-intent.ts';

const PAGE = 100;

/**
 * An intent's metadata. Stages may share an account of Stripe, so an intent tells which stage it is
 * of.
 */
export function metadataOf(orderId: string): Record<string, string> {
  const stage = optionalSetting('STAGE');
  return { orderId, ...(stage ? { stage } : {}) };
}

/** An intent with its expanded charge. Undefined unless it was made for an order of this stage. */
async function chargedOf(stripe: Stripe, intent: Stripe.PaymentIntent): Promise<Charged | undefined> {
  const { latest_charge: charge, metadata, currency } = intent;
  const stage = optionalSetting('STAGE');
  const isOurs = metadata.stage === undefined || stage === undefined || metadata.stage === stage;
  if (!metadata.orderId || !isOurs) return undefined;
  const { amount_refunded: amount = 0, disputed = false } = charge && typeof charge === 'object' ? charge : {};
  const dispute = disputed ? await disputeOf(stripe, intent.id) : undefined;
  const lost = dispute?.state === 'lost' ? dispute.amount : 0;
  const arrived = amount > 0 ? await refundedBy(stripe, intent.id) : 0;
  return {
    intent: intentOf(intent),
    orderId: metadata.orderId,
    refunded: fromStripe({ amount, currency }),
    // A buyer may be given back a part and win the whole from the bank.
    reversed: fromStripe({ amount: Math.min(arrived + lost, intent.amount_received), currency }),
    ...(dispute ? { dispute: dispute.state } : {}),
  };
}

/** The sum of the refunds that have succeeded, in Stripe's units. Pending ones may fail. */
async function refundedBy(stripe: Stripe, intentId: string): Promise<number> {
  let sum = 0;
  await faultsOf(async () => {
    for await (const { status, amount } of stripe.refunds.list({ payment_intent: intentId, limit: PAGE })) {
      if (status === 'succeeded') sum += amount;
    }
  });
  return sum;
}

/** A dispute, with the disputed amount in Stripe's units. */
interface Dispute {
  readonly state: NonNullable<Charged['dispute']>;
  readonly amount: number;
}

/** The newest dispute about an intent. https://docs.stripe.com/api/disputes/object */
export async function disputeOf(stripe: Stripe, intentId: string): Promise<Dispute | undefined> {
  const { data } = await faultsOf(() => stripe.disputes.list({ payment_intent: intentId, limit: 1 }));
  if (!data[0]) return undefined;
  const { status, amount } = data[0];
  // An inquiry that ended without a dispute costs nothing.
  if (status === 'won' || status === 'warning_closed') return { state: 'won', amount };
  return { state: status === 'lost' ? 'lost' : 'open', amount };
}

/** Pages of the shop's intents that were created after `from` and up to `to`. */
export async function* listCharged(stripe: Stripe, from: Date, to: Date): AsyncGenerator<readonly Charged[]> {
  const created = { gt: secondsOf(from), lte: secondsOf(to) };
  const expand = ['data.latest_charge'];
  for (let after: string | undefined; ; ) {
    const cursor = after === undefined ? {} : { starting_after: after };
    const page = await faultsOf(() => stripe.paymentIntents.list({ limit: PAGE, created, expand, ...cursor }));
    yield (await Promise.all(page.data.map((intent) => chargedOf(stripe, intent)))).flatMap((charged) => charged ?? []);
    after = page.data.at(-1)?.id;
    if (!page.has_more || after === undefined) return;
  }
}

/** Undefined for an intent that Stripe does not have: an event may name one of another account. */
export async function readCharged(stripe: Stripe, intentId: string): Promise<Charged | undefined> {
  try {
    const intent = await faultsOf(() => stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] }));
    return await chargedOf(stripe, intent);
  } catch (error) {
    if (isStripeFailure(error) && error.code === 'resource_missing') return undefined;
    throw error;
  }
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);
