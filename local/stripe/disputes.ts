/** Disputes: a buyer asks the bank for the money back, and the bank decides in months. */

import { type Account, randomId } from './account.ts';
import { invalidRequest, noSuchObject, noSuchReference } from './errors.ts';
import type { Dispute } from './objects.ts';

/**
 * Opens a dispute about an intent's whole charge, as the buyer's bank does. Throws an invalid
 * request for money that was not taken, and for a second dispute.
 */
export function open(account: Account, intentId: string): Dispute {
  const intent = account.paymentIntents.get(intentId);
  const charge = account.charges.get(intent?.latest_charge ?? '');
  if (!charge) throw noSuchReference('payment_intent', intentId, 'payment_intent');
  if (!charge.captured || charge.disputed) throw invalidRequest(`Charge ${charge.id} cannot be disputed.`);
  account.charges.put({ ...charge, disputed: true });
  const dispute: Dispute = {
    id: randomId('du'),
    object: 'dispute',
    amount: charge.amount_captured,
    charge: charge.id,
    created: account.seconds(),
    currency: charge.currency,
    metadata: {},
    payment_intent: intentId,
    reason: 'fraudulent',
    status: 'needs_response',
  };
  account.record({ type: 'charge.dispute.created', object: dispute });
  return account.disputes.put(dispute);
}

/**
 * Ends a dispute as the bank does. Throws `resource_missing`, and an invalid request for one that
 * has ended.
 */
export function close(account: Account, id: string, outcome: 'won' | 'lost'): Dispute {
  const dispute = account.disputes.get(id);
  if (!dispute) throw noSuchObject('dispute', id, 'id');
  if (dispute.status !== 'needs_response') throw invalidRequest(`Dispute ${id} is ${dispute.status}.`);
  const closed: Dispute = { ...dispute, status: outcome };
  account.record({ type: 'charge.dispute.closed', object: closed });
  return account.disputes.put(closed);
}
