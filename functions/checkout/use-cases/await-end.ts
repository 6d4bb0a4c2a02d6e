import type { Timer } from '../../../shared/kernel/clock.ts';
import type { Order } from '../../orders/queries.ts';
import type { PaymentView } from '../../payments/queries.ts';

export interface AwaitEndPorts {
  getOrderState(orderId: string): Promise<Order | undefined>;
  getPayment(orderId: string): Promise<PaymentView | undefined>;
  hasEnded(status: Order['status']): boolean;
}

/** Between looks: the first pause, and how much longer each next one is, up to the longest. */
const POLL = { firstMs: 25, growth: 2, mostMs: 1_000 };

/**
 * Waits until an order has ended, needs attention, or its payment needs the buyer, for at most
 * `waitMs`. Each look costs 2 read units.
 */
export async function awaitEnd(
  { getOrderState, getPayment, hasEnded }: AwaitEndPorts,
  clock: Timer,
  placed: Order,
  waitMs: number,
): Promise<{ readonly order: Order; readonly payment: PaymentView | undefined }> {
  const deadline = clock.now().getTime() + waitMs;
  for (let order = placed, pauseMs = POLL.firstMs; ; pauseMs = Math.min(pauseMs * POLL.growth, POLL.mostMs)) {
    const payment = await getPayment(order.id);
    const isDecided =
      hasEnded(order.status) || order.status === 'needs_attention' || payment?.status === 'requires_action';
    const leftMs = deadline - clock.now().getTime();
    if (isDecided || leftMs <= 0) return { order, payment };
    await clock.pause(Math.min(pauseMs, leftMs));
    order = (await getOrderState(order.id)) ?? order;
  }
}
