export const ORDER_STATUSES = ['pending', 'confirmed', 'cancelled', 'rejected', 'needs_attention'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** How far the goods have come. All but the first begin with shipping, which is not there yet. */
export const FULFILMENT_STATUSES = ['unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned'] as const;
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number];

/** The reasons for a rejected order. `rejection.test-d.ts` compares them with the saga. */
export const REJECTION_CODES = [
  'inventory.insufficient_stock',
  'inventory.hold_expired',
  'payments.card_declined',
  'payments.invalid_payment_method',
  'payments.amount_too_small',
  'payments.amount_too_large',
  'payments.amount_not_chargeable',
  'payments.too_many_waiting',
  'payments.intent_cancelled',
  'payments.timed_out',
  'payments.capture_failed',
  'orders.not_completed',
] as const;

/** The open obligations of an order whose buyer asked to be erased. */
export const KEEP_REASONS = ['being_paid', 'to_be_sent', 'refund_pending'] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];
