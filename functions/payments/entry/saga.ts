import { createSagaHandler } from '../../../shared/runtime/saga.ts';
import { orderMachine } from '../../../state-machines/order/order.ts';
import { authorizePayment } from '../use-cases/authorize-payment.ts';
import { cancelPayment } from '../use-cases/cancel-payment.ts';
import { capturePayment } from '../use-cases/capture-payment.ts';
import { decideAnew } from '../use-cases/record.ts';
import { settleTimeout } from '../use-cases/settle-timeout.ts';
import { payableOrder, ports } from './wiring/ports.ts';

/** Both undos are one: whichever step failed, a payment is undone as far as it came. */
const undo = async ({ orderId }: { readonly orderId: string }) =>
  decideAnew(async () => cancelPayment(ports, { order: await payableOrder(orderId) }));

export const handler = createSagaHandler(orderMachine, 'payments-saga', {
  AuthorizePayment: ({ orderId, taskToken }) =>
    decideAnew(async () => authorizePayment(ports, { order: await payableOrder(orderId), taskToken })),
  SettlePayment: ({ orderId }) => decideAnew(async () => settleTimeout(ports, { order: await payableOrder(orderId) })),
  CapturePayment: ({ orderId }) => decideAnew(() => capturePayment(ports, { orderId })),
  CancelPayment: undo,
  RefundPayment: undo,
});
