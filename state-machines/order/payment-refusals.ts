/**
 * The refusals of AuthorizePayment and of its rescue, by refusal code. Apart from the machine, as
 * the webhook's function fails the waiting task under these names, and needs nothing else of it.
 */
export const PAYMENT_REFUSALS = {
  'payments.card_declined': 'PaymentDeclined',
  'payments.invalid_payment_method': 'PaymentDeclined',
  'payments.amount_too_small': 'PaymentDeclined',
  'payments.amount_too_large': 'PaymentDeclined',
  'payments.amount_not_chargeable': 'PaymentDeclined',
  'payments.too_many_waiting': 'PaymentDeclined',
  'payments.intent_cancelled': 'PaymentDeclined',
  'payments.timed_out': 'PaymentTimedOut',
  'payments.order_cancelled': 'OrderCancelled',
} as const;
