import { orderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import { orderConfirmed } from '../../../events/orders/order-confirmed.v1.ts';
import { orderNeedsAttention } from '../../../events/orders/order-needs-attention.v1.ts';
import { orderRejected } from '../../../events/orders/order-rejected.v1.ts';
import type { Clock, Timer } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { apply, hasEnded, type Order, type OrderEvent } from '../domain/order.ts';

export interface EndOrderPorts {
  getOrder(orderId: string): Promise<Order | undefined>;
  /** @returns false after a concurrent update. */
  save(previous: Order, next: Order, event: OrderEvent): Promise<boolean>;
}

/** The saga's last step. A cancel that won the race is a refusal. Idempotent. */
export const confirmOrder = (ports: EndOrderPorts, clock: Timer, orderId: string) =>
  change(ports, clock, orderId, (order) => {
    if (order.status === 'confirmed') return ok(undefined);
    if (order.status === 'cancelled')
      return refuse('orders.order_cancelled', 'The order was cancelled before it was confirmed.');
    if (hasEnded(order.status)) throw new Error(`${orderId} is ${order.status}: it can no longer be confirmed.`);
    const { cartId, cartVersion } = order;
    return ok(
      createEvent(orderConfirmed, { ...facts(order, clock, 'ConfirmOrder'), data: { orderId, cartId, cartVersion } }),
    );
  });

/**
 * Ends the order as rejected, with the reason, after everything was undone. An order that has ended
 * stays as it is.
 */
export const rejectOrder = (ports: EndOrderPorts, clock: Timer, orderId: string, { code, detail }: Refusal) =>
  change(ports, clock, orderId, (order) => {
    if (hasEnded(order.status)) return ok(undefined);
    return ok(
      createEvent(orderRejected, {
        ...facts(order, clock, 'RejectOrder'),
        data: { orderId, cartId: order.cartId, code, detail },
      }),
    );
  });

/**
 * Ends the order as cancelled. Usually the request to cancel has written that before; then the
 * order stays as it is.
 */
export const cancelOrder = (ports: EndOrderPorts, clock: Timer, orderId: string) =>
  change(ports, clock, orderId, (order) => {
    if (hasEnded(order.status)) return ok(undefined);
    return ok(
      createEvent(orderCancelled, { ...facts(order, clock, 'CancelOrder'), data: { orderId, cartId: order.cartId } }),
    );
  });

/**
 * Cancels on the buyer's or an admin's request, at any moment before the goods are shipped. The
 * first to write the order's end wins. The saga of a cancelled order gives everything back, and so
 * do the consumers of OrderCancelled; either may run first.
 */
export const cancelOnRequest = (ports: EndOrderPorts, clock: Timer, orderId: string, requestId: string) =>
  change(ports, clock, orderId, (order) => {
    if (order.status === 'cancelled') return ok(undefined);
    if (order.status === 'rejected') {
      return refuse('orders.not_cancellable', 'The order was rejected: nothing was charged, nothing will be sent.');
    }
    return ok(
      createEvent(orderCancelled, { ...facts(order, clock, requestId), data: { orderId, cartId: order.cartId } }),
    );
  });

/** Sets the order aside for a person, after a step has failed for hours. */
export const parkOrder = (ports: EndOrderPorts, clock: Timer, orderId: string, { code, detail }: Refusal) =>
  change(ports, clock, orderId, (order) => {
    if (order.status === 'needs_attention' || hasEnded(order.status)) return ok(undefined);
    return ok(
      createEvent(orderNeedsAttention, {
        ...facts(order, clock, 'ParkOrder'),
        data: { orderId, cartId: order.cartId, code, detail },
      }),
    );
  });

const facts = (order: Order, clock: Clock, cause: string) => ({
  aggregateId: order.id,
  sequence: order.version + 1,
  occurredAt: clock.now(),
  ...causedBy(cause, order.id),
});

const change = <R extends Refusal = never>(
  ports: EndOrderPorts,
  clock: Timer,
  orderId: string,
  decide: (order: Order) => Result<OrderEvent | undefined, R>,
): Promise<Result<undefined, R>> =>
  untilSaved<Result<undefined, R>>(clock, { what: `order ${orderId}` }, async () => {
    const order = await ports.getOrder(orderId);
    if (!order) throw new Error(`${orderId} does not exist.`);
    const decision = decide(order);
    if (!decision.ok) return decision;
    const event = decision.value;
    return !event || (await ports.save(order, apply(order, event), event)) ? ok(undefined) : 'stale';
  });
