import type { Timer } from '../../../shared/kernel/clock.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Order, OrderContact } from '../../orders/queries.ts';
import type { PaymentView } from '../../payments/queries.ts';
import { type AwaitEndPorts, awaitEnd } from './await-end.ts';
import { type PlaceOrderInput, type PlaceOrderPorts, type PlaceOrderRefusal, placeOrder } from './place-order.ts';

export interface CheckOutPorts extends PlaceOrderPorts, AwaitEndPorts {
  getContact(orderId: string): Promise<OrderContact | undefined>;
  /** Does not fail: an order whose saga did not start is started by the stream of orders. */
  startSaga(orderId: string): Promise<void>;
}

export interface CheckedOut {
  readonly order: Order;
  readonly contact: OrderContact | undefined;
  readonly payment: PaymentView | undefined;
  /** The Idempotency-Key had placed the order before. */
  readonly replayed: boolean;
  /** The order has ended while it was waited for. */
  readonly isDecided: boolean;
}

/** Places the order of a cart, starts its saga, and waits up to `waitMs` for its end. */
export async function checkOut(
  ports: CheckOutPorts,
  clock: Timer,
  input: PlaceOrderInput,
  waitMs: number,
): Promise<Result<CheckedOut, PlaceOrderRefusal>> {
  const placed = await placeOrder(ports, clock, input);
  if (!placed.ok) return placed;
  const { order: begun, replayed } = placed.value;
  if (!replayed) await ports.startSaga(begun.id);
  const { order, payment } = await awaitEnd(ports, clock, begun, waitMs);
  const isDecided = waitMs > 0 && ports.hasEnded(order.status);
  return ok({ order, payment, contact: await ports.getContact(order.id), replayed, isDecided });
}
