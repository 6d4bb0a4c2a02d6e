import { ok } from '../../../shared/kernel/result.ts';
import { createSagaHandler } from '../../../shared/runtime/saga.ts';
import { authorizePayment } from '../use-cases/authorize-payment.ts';
import { cancelPayment } from '../use-cases/cancel-payment.ts';
import { capturePayment } from '../use-cases/capture-payment.ts';
import { payableOrder, ports } from './wiring/ports.ts';

/**
 * Both undos: whichever step failed, a payment is undone as far as it came. Only a confirmed order's stays: a saga that runs again after its
 * order was confirmed must not take back what the first run did.
 */
const undo = async ({ orderId }: { orderId: string }) => {
  const order = await payableOrder(orderId);
  return order.status === 'confirmed' ? ok(undefined) : cancelPayment(ports, { order });
};

export const handler = createSagaHandler(
  {
    AuthorizePayment: async ({ orderId, taskToken }) =>
      authorizePayment(ports, { order: await payableOrder(orderId), taskToken }),
    CapturePayment: ({ orderId }) => capturePayment(ports, { orderId }),
    CancelPayment: undo,
    RefundPayment: undo,
  },
  {
    'payments.card_declined': 'PaymentDeclined',
    'payments.invalid_payment_method': 'PaymentDeclined',
    'payments.amount_too_small': 'PaymentDeclined',
    'payments.amount_too_large': 'PaymentDeclined',
    'payments.amount_not_chargeable': 'PaymentDeclined',
    'payments.intent_cancelled': 'PaymentDeclined',
    'payments.order_cancelled': 'OrderCancelled',
    'payments.capture_failed': 'CaptureFailed',
  },
);
