import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Order } from '../domain/order.ts';
import type { Payment } from '../domain/view.ts';

export interface WatchPaymentPorts {
  getPayment(orderId: string): Promise<Payment | undefined>;
  /** Asks payments to look at the provider; more than one request in ten seconds is one. */
  requestLook(orderId: string, at: Date): Promise<void>;
}

/** The provider's own news usually come sooner. */
const PATIENCE_MS = 5_000;

/**
 * Reads the payment of an order, and asks for a look at the provider while it waits. So
 * lost news of the provider do not reject who has paid. 1 read unit, or 2 with 2 write units while
 * it waits.
 */
export async function watchPayment(
  { getPayment, requestLook }: WatchPaymentPorts,
  clock: Clock,
  order: Pick<Order, 'id' | 'status'>,
): Promise<Payment | undefined> {
  const payment = await getPayment(order.id);
  if (order.status !== 'pending' || payment?.status !== 'requires_action') return payment;
  const now = clock.now();
  if (now.getTime() - Date.parse(payment.updatedAt) >= PATIENCE_MS) await requestLook(order.id, now);
  return payment;
}
