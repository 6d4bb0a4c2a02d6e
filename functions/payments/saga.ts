import { createSagaHandler } from '../../shared/runtime/saga.ts';
import { payableOrder, ports } from './ports.ts';
import { authorizePayment } from './use-cases/authorize-payment.ts';
import { cancelPayment } from './use-cases/cancel-payment.ts';
import { capturePayment } from './use-cases/capture-payment.ts';

/** Both undos: whichever step failed, a payment is undone as far as it came. */
const undo = async ({ orderId }: { orderId: string }) => cancelPayment(ports, { order: await payableOrder(orderId) });

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
