import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { payments } from '../manifest.ts';
import { cancelPayment } from '../use-cases/cancel-payment.ts';
import { payableOrder, ports } from './wiring/ports.ts';

/**
 * A cancelled order is not paid: its intent is cancelled or what was captured is refunded, whether its saga still runs, has ended, or has
 * not begun. A saga that waits for the buyer is sent back; nothing new can wait once the payment is fenced.
 */
export const handler = createConsumer(payments.functions.events, {
  'OrderCancelled.v1': async ({ data: { orderId } }) => {
    await cancelPayment(ports, { order: await payableOrder(orderId) });
    const waiting = await ports.getWaiting(orderId);
    if (waiting?.taskToken) await ports.failTask(waiting.taskToken, 'OrderCancelled');
  },
});
