import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { payments } from '../manifest.ts';
import { withdrawPayment } from '../use-cases/withdraw-payment.ts';
import { payableOrder, ports } from './wiring/ports.ts';

/** A cancelled order is not paid, whether its saga still runs, has ended, or has not begun. */
export const handler = createConsumer(payments.functions.events, {
  'OrderCancelled.v1': async ({ data: { orderId } }) => withdrawPayment(ports, { order: await payableOrder(orderId) }),
});
