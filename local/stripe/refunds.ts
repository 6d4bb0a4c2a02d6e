/** Refunds return money from a captured charge, never more than it took. */

import { type Account, randomId } from './account.ts';
import { cardOf } from './cards.ts';
import { invalidRequest, noSuchObject, noSuchReference } from './errors.ts';
import type { Charge, Metadata, Refund } from './objects.ts';
import { mergeMetadata } from './params.ts';

export interface RefundCreation {
  readonly payment_intent?: string | undefined;
  readonly charge?: string | undefined;
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  readonly metadata?: Metadata | null | undefined;
}

/**
 * Refunds the amount, by default all that is left.
 * Throws `charge_disputed` while the bank decides, or has decided for the buyer.
 * Throws `charge_already_refunded` when nothing is left, and an invalid request on `amount` beyond
 * that. Throws `resource_missing`, and `charge_not_refundable` for money that was never taken:
 * cancel the intent instead.
 */
export function create(account: Account, params: RefundCreation): Refund {
  const charge = chargeOf(account, params);
  if (!charge.captured) {
    throw invalidRequest(`Charge ${charge.id} has not been captured, so there is nothing to refund.`, {
      code: 'charge_not_refundable',
    });
  }
  const dispute = account.disputes.all().find(({ charge: disputed }) => disputed === charge.id);
  if (dispute && dispute.status !== 'won') {
    throw invalidRequest(`Charge ${charge.id} has been charged back.`, { code: 'charge_disputed' });
  }
  if (charge.refunded) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = params.amount ?? left;
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
  const metadata = mergeMetadata({}, params.metadata);
  const refunded = account.charges.put({
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: amount === left,
  });
  account.record({ type: 'charge.refunded', object: refunded, previous: charge });
  return account.refunds.put({
    id: randomId('re'),
    object: 'refund',
    amount,
    charge: charge.id,
    created: account.seconds(),
    currency: charge.currency,
    metadata,
    payment_intent: charge.payment_intent,
    reason: params.reason ?? null,
    status: cardOf(charge.payment_method).refund ?? 'succeeded',
  });
}

/**
 * Ends a refund as the customer's bank does, perhaps days later: a pending one succeeds or fails,
 * and one that had succeeded fails. A failed one returns the money to the account. Throws
 * `resource_missing` (404), and an invalid request for an end that cannot follow.
 */
export function settle(account: Account, id: string, outcome: 'succeeded' | 'failed'): Refund {
  const refund = retrieve(account, id);
  if (refund.status === 'failed' || refund.status === outcome) {
    throw invalidRequest(`Refund ${id} is ${refund.status}: it cannot become ${outcome}.`);
  }
  const settled: Refund = {
    ...refund,
    status: outcome,
    ...(outcome === 'failed' ? { failure_reason: 'unknown' } : {}),
  };
  const charge = account.charges.get(refund.charge);
  if (charge && outcome === 'failed') {
    const amount_refunded = charge.amount_refunded - refund.amount;
    account.charges.put({ ...charge, amount_refunded, refunded: false });
  }
  account.record({ type: 'refund.updated', object: settled, previous: refund });
  if (outcome === 'failed') account.record({ type: 'refund.failed', object: settled, previous: refund });
  return account.refunds.put(settled);
}

/** Throws `resource_missing` (404). */
export function retrieve(account: Account, id: string): Refund {
  const refund = account.refunds.get(id);
  if (!refund) throw noSuchObject('refund', id, 'id');
  return refund;
}

function chargeOf(account: Account, params: RefundCreation): Charge {
  if (params.charge !== undefined) {
    const charge = account.charges.get(params.charge);
    if (!charge) throw noSuchReference('charge', params.charge, 'charge');
    if (params.payment_intent !== undefined && params.payment_intent !== charge.payment_intent) {
      throw invalidRequest(`Charge ${charge.id} does not belong to payment_intent ${params.payment_intent}.`, {
        param: 'charge',
      });
    }
    return charge;
  }
  const id = params.payment_intent ?? '';
  const intent = account.paymentIntents.get(id);
  if (!intent) throw noSuchReference('payment_intent', id, 'payment_intent');
  const charge = account.charges.get(intent.latest_charge ?? '');
  if (!charge || charge.status === 'failed') {
    throw invalidRequest(`This PaymentIntent (${id}) does not have a successful charge to refund.`, {
      code: 'charge_not_refundable',
      param: 'payment_intent',
    });
  }
  return charge;
}
