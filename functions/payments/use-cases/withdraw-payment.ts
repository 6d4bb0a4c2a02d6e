import type { Waiting } from '../domain/provider.ts';
import { type AuthorizeRefusal, cancelPayment, ORDER_CANCELLED } from './authorize-payment.ts';
import type { PayableOrder, PaymentPorts } from './ports.ts';

export interface WaitingTaskPorts {
  getWaiting(orderId: string): Promise<Waiting | undefined>;
  /**
   * Fails the saga's waiting task as the step itself would refuse. A task that no longer waits is
   * left alone.
   */
  failTask(taskToken: string, refusal: AuthorizeRefusal): Promise<void>;
}

/**
 * Undoes the payment of a cancelled order, and sends a saga that waits for its buyer back. Nothing
 * new can wait once the payment is fenced.
 */
export async function withdrawPayment(
  ports: PaymentPorts & WaitingTaskPorts,
  { order }: { readonly order: Pick<PayableOrder, 'id' | 'status' | 'total'> },
): Promise<void> {
  await cancelPayment(ports, { order });
  const waiting = await ports.getWaiting(order.id);
  if (waiting?.taskToken) await ports.failTask(waiting.taskToken, ORDER_CANCELLED);
}
