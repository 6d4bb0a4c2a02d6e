import { type AuthorizeRefusal, ORDER_CANCELLED } from './authorize-payment.ts';
import { cancelPayment } from './cancel-payment.ts';
import type { PayableOrder, PaymentPorts } from './ports.ts';

export interface WaitingTaskPorts {
  /**
   * Fails a waiting task as the step itself would refuse. @returns false when it no longer waits.
   */
  failTask(taskToken: string, refusal: AuthorizeRefusal): Promise<boolean>;
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
  // A saga that no longer waits meets the fence.
  for (const token of waiting?.taskTokens ?? []) await ports.failTask(token, ORDER_CANCELLED);
}
