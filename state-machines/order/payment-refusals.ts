/**
 * The refusals of AuthorizePayment, by refusal code. Apart from the machine, since the webhook's
 * function fails the waiting task under these names, and needs nothing else of it.
 */
export const PAYMENT_REFUSALS = {
  'payments.card_declined': 'PaymentDeclined',
  'payments.invalid_payment_method': 'PaymentDeclined',
  'payments.amount_too_small': 'PaymentDeclined',
  'payments.amount_too_large': 'PaymentDeclined',
  'payments.amount_not_chargeable': 'PaymentDeclined',
  'payments.too_many_waiting': 'PaymentDeclined',
  'payments.intent_cancelled': 'PaymentDeclined',
  'payments.timed_out': 'States.Timeout',
  'payments.order_cancelled': 'OrderCancelled',
} as const;

/** The refusals of SettlePayment, which looks once more after a timeout. */
export const SETTLE_REFUSALS = { ...PAYMENT_REFUSALS, 'payments.timed_out': 'PaymentTimedOut' } as const;
