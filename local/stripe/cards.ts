/** Stripe's test cards by payment-method id, and the outcome of a charge for each. */

import { noSuchReference } from './errors.ts';
import type { PaymentMethodView } from './objects.ts';

export interface Decline {
  readonly code: string;
  readonly decline_code: string;
  readonly message: string;
}

export interface TestCard {
  readonly id: string;
  readonly brand: string;
  readonly last4: string;
  readonly decline?: Decline;
  /**
   * The issuer asks for 3-D Secure: a challenge when the customer is present, a decline when not.
   */
  readonly challenge?: true;
  /** The first status of a refund to it. Default: succeeded. */
  readonly refund?: 'pending';
}

const DECLINED: Decline = {
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
};

const INSUFFICIENT_FUNDS: Decline = {
  code: 'card_declined',
  decline_code: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
};

/** The decline of a card that needs a challenge for a payment with `off_session`. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  decline_code: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

const TEST_CARDS: readonly TestCard[] = [
  { id: 'pm_card_visa', brand: 'visa', last4: '4242' },
  { id: 'pm_card_mastercard', brand: 'mastercard', last4: '4444' },
  { id: 'pm_card_chargeDeclined', brand: 'visa', last4: '0002', decline: DECLINED },
  { id: 'pm_card_chargeDeclinedInsufficientFunds', brand: 'visa', last4: '9995', decline: INSUFFICIENT_FUNDS },
  { id: 'pm_card_pendingRefund', brand: 'visa', last4: '7726', refund: 'pending' },
  { id: 'pm_card_refundFail', brand: 'visa', last4: '5126' },
  { id: 'pm_card_authenticationRequired', brand: 'visa', last4: '3184', challenge: true },
];

const BY_ID = new Map(TEST_CARDS.map((card) => [card.id, card]));

/**
 * Returns the card of a payment-method id. Throws `resource_missing` (400) for an id that is not a
 * test card.
 */
export function cardOf(paymentMethodId: string): TestCard {
  const card = BY_ID.get(paymentMethodId);
  if (!card) throw noSuchReference('PaymentMethod', paymentMethodId, 'payment_method');
  return card;
}

export function viewOf(card: TestCard): PaymentMethodView {
  return {
    id: card.id,
    object: 'payment_method',
    card: { brand: card.brand, last4: card.last4, exp_month: 12, exp_year: 2034 },
    livemode: false,
    type: 'card',
  };
}
