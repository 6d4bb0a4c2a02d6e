import { documentClient } from '../../shared/dynamodb/client.ts';
import { createTable } from '../../shared/dynamodb/table.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { createSagaHandler } from '../../shared/runtime/saga.ts';
import { setting } from '../../shared/runtime/settings.ts';
import { ordersQueries } from '../orders/queries.ts';
import { createStripeProvider } from './providers/stripe.ts';
import { connectToStripe } from './providers/stripe-client.ts';
import { paymentsStore } from './store/payments-store.ts';
import { answerTask } from './task-token.ts';
import { authorizePayment } from './use-cases/authorize-payment.ts';
import { cancelPayment } from './use-cases/cancel-payment.ts';
import { capturePayment } from './use-cases/capture-payment.ts';
import type { PayableOrder } from './use-cases/record.ts';

const client = documentClient();
const orders = ordersQueries(createTable(client, setting('ORDERS_TABLE')));
const ports = {
  ...paymentsStore(createTable(client, setting('PAYMENTS_TABLE'))),
  provider: createStripeProvider(connectToStripe, systemClock),
  clock: systemClock,
  answerTask,
};

async function payableOrder(orderId: string): Promise<PayableOrder> {
  const order = await orders.getOrder(orderId);
  if (!order) throw new Error(`There is no order ${orderId}.`);
  const { id, status, totals, paymentMethod } = order;
  return { id, status, total: totals.total, paymentMethod };
}

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
