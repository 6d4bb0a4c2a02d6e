export const PAYMENT_STATUSES = [
  'pending',
  'requires_action',
  'authorized',
  'captured',
  'partially_refunded',
  'refunded',
  'failed',
  'cancelled',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/** The ways in which the provider's side of a payment differs from ours. */
export const DIVERGENCES = [
  'intent_without_order',
  'money_without_order',
  'unknown_intent',
  'unknown_money',
  'intent_left_open',
  'money_kept',
  'refund_missing',
  'refunded_elsewhere',
  'not_captured',
  'amount_differs',
  'confirmed_unpaid',
  'disputed',
  'dispute_lost',
] as const;
export type DivergenceKind = (typeof DIVERGENCES)[number];
