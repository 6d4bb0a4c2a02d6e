import type Stripe from 'stripe';
import type { Intent, IntentState } from '../domain/provider.ts';
import { fromStripe } from '../domain/stripe-amount.ts';
import { cardDecline } from './stripe-errors.ts';

const STATES: Readonly<Record<string, IntentState>> = {
  requires_payment_method: 'unconfirmed',
  requires_confirmation: 'unconfirmed',
  requires_action: 'requires_action',
  processing: 'processing',
  requires_capture: 'authorized',
  succeeded: 'captured',
  canceled: 'cancelled',
};

/** The parts of Stripe's intent that are used here. */
export function intentOf(intent: Stripe.PaymentIntent): Intent {
  const { id, status, next_action: action, last_payment_error: error } = intent;
  const amount = fromStripe({
    // The captured amount may be less than the requested one, and then it is the one that counts.
    amount: status === 'succeeded' ? intent.amount_received : intent.amount,
    currency: intent.currency,
  });
  if (status === 'requires_payment_method' && error) {
    return { id, state: 'declined', amount, decline: cardDecline(error) };
  }
  // A status that Stripe adds later decides nothing yet.
  const state = STATES[status] ?? 'processing';
  if (!action) return { id, state, amount };
  const nextAction = {
    type: action.type,
    redirectUrl: action.redirect_to_url?.url ?? '',
    clientSecret: intent.client_secret ?? '',
  };
  return { id, state, amount, nextAction };
}
