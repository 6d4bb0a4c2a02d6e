import { orderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import { orderConfirmed } from '../../../events/orders/order-confirmed.v1.ts';
import { orderNeedsAttention } from '../../../events/orders/order-needs-attention.v1.ts';
import { orderRejected } from '../../../events/orders/order-rejected.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { createEvent } from '../../../shared/messaging/event.ts';
import { apply, hasEnded, type Order, type OrderEvent } from '../domain/order.ts';

export interface EndOrderPorts {
  getOrder(orderId: string): Promise<Order | undefined>;
  /** @returns false when another writer was faster. */
  save(previous: Order, next: Order, event: OrderEvent): Promise<boolean>;
}

const MAX_ATTEMPTS = 5;

/** The saga's last step. A cancel that won the race is a refusal; doing it twice is doing it once. */
export const confirmOrder = (ports: EndOrderPorts, clock: Clock, orderId: string) =>
  change(ports, orderId, (order) => {
    if (order.status === 'confirmed') return ok(undefined);
    if (order.status === 'cancelled')
      return refuse('orders.order_cancelled', 'The order was cancelled before it was confirmed.');
    if (hasEnded(order.status)) throw new Error(`${orderId} is ${order.status}: it can no longer be confirmed.`);
    const { cartId, cartVersion } = order;
    return ok(
      createEvent(orderConfirmed, { ...facts(order, clock, 'ConfirmOrder'), data: { orderId, cartId, cartVersion } }),
    );
  });

/** After everything was undone: tells why. An order that has ended stays as it is. */
export const rejectOrder = (ports: EndOrderPorts, clock: Clock, orderId: string, { code, detail }: Refusal) =>
  change(ports, orderId, (order) => {
    if (hasEnded(order.status)) return ok(undefined);
    return ok(
      createEvent(orderRejected, {
        ...facts(order, clock, 'RejectOrder'),
        data: { orderId, cartId: order.cartId, code, detail },
      }),
    );
  });

/** The saga's own end after a cancel, which usually was written before: then it stays as it is. */
export const cancelOrder = (ports: EndOrderPorts, clock: Clock, orderId: string) =>
  change(ports, orderId, (order) => {
    if (hasEnded(order.status)) return ok(undefined);
    return ok(
      createEvent(orderCancelled, { ...facts(order, clock, 'CancelOrder'), data: { orderId, cartId: order.cartId } }),
    );
  });

/**
 * Cancels on the buyer's or an admin's request, at any moment before the goods are shipped. Whoever writes the order's end first wins: the
 * saga of a cancelled order gives everything back, and so do those who hear of OrderCancelled, whichever comes first.
 */
export const cancelOnRequest = (ports: EndOrderPorts, clock: Clock, orderId: string, requestId: string) =>
  change(ports, orderId, (order) => {
    if (order.status === 'cancelled') return ok(undefined);
    if (order.status === 'rejected') {
      return refuse('orders.not_cancellable', 'The order was rejected: nothing was charged, nothing will be sent.');
    }
    return ok(
      createEvent(orderCancelled, { ...facts(order, clock, requestId), data: { orderId, cartId: order.cartId } }),
    );
  });

/** When a step has failed for hours: sets the order aside for a person. */
export const parkOrder = (ports: EndOrderPorts, clock: Clock, orderId: string, { code, detail }: Refusal) =>
  change(ports, orderId, (order) => {
    if (order.status === 'needs_attention' || hasEnded(order.status)) return ok(undefined);
    return ok(
      createEvent(orderNeedsAttention, {
        ...facts(order, clock, 'ParkOrder'),
        data: { orderId, cartId: order.cartId, code, detail },
      }),
    );
  });

const facts = (order: Order, clock: Clock, causationId: string) => ({
  aggregateId: order.id,
  sequence: order.version + 1,
  occurredAt: clock.now(),
  correlationId: order.id,
  causationId,
});

/** Load, decide, save under the version; when another writer was faster, decide again on what it wrote. */
async function change<R extends Refusal = never>(
  ports: EndOrderPorts,
  orderId: string,
  decide: (order: Order) => Result<OrderEvent | undefined, R>,
): Promise<Result<undefined, R>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const order = await ports.getOrder(orderId);
    if (!order) throw new Error(`${orderId} does not exist.`);
    const decision = decide(order);
    if (!decision.ok) return decision;
    if (!decision.value || (await ports.save(order, apply(order, decision.value), decision.value)))
      return ok(undefined);
  }
  throw new TransientFault(`${orderId} is being changed by others.`);
}
