import { orderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import { createConsumer, on } from '../../../shared/messaging/consumer.ts';
import { withdrawPayment } from '../use-cases/withdraw-payment.ts';
import { payableOrder, ports } from './ports.ts';

/** A cancelled order is not paid, whether its saga still runs, has ended, or has not begun. */
export const handler = createConsumer([
  on(orderCancelled, async ({ data: { orderId } }) => withdrawPayment(ports, { order: await payableOrder(orderId) })),
]);
