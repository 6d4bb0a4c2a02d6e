import type { OrderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import type { OrderConfirmed } from '../../../events/orders/order-confirmed.v1.ts';
import type { OrderNeedsAttention } from '../../../events/orders/order-needs-attention.v1.ts';
import type { OrderPlaced } from '../../../events/orders/order-placed.v1.ts';
import type { OrderRejected } from '../../../events/orders/order-rejected.v1.ts';
import type { OrderStatus } from './values.ts';

/**
 * Every possible change of status. A confirmed order can still be cancelled, until it is shipped.
 */
export const TRANSITIONS: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['confirmed', 'rejected', 'cancelled', 'needs_attention'],
  needs_attention: ['confirmed', 'rejected', 'cancelled'],
  confirmed: ['cancelled'],
  rejected: [],
  cancelled: [],
};

/** Whether the saga has come to its end: from then on only a cancel changes the order. */
export const hasEnded = (status: OrderStatus): boolean =>
  status === 'confirmed' || status === 'rejected' || status === 'cancelled';

export type OrderEvent = OrderPlaced | OrderConfirmed | OrderRejected | OrderCancelled | OrderNeedsAttention;

type Placed = OrderPlaced['data'];

/** The fold of an order's events. `version` is the number of events. */
export interface Order {
  readonly id: string;
  readonly number: string;
  readonly status: OrderStatus;
  readonly cartId: string;
  readonly cartVersion: number;
  readonly userId?: string | undefined;
  readonly lines: Placed['lines'];
  readonly totals: Placed['totals'];
  /** The reason for its rejection, or for its need of attention. */
  readonly rejection?: { readonly code: string; readonly detail: string } | undefined;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The order after one more event. @throws Error for an event that cannot follow. */
export function apply(order: Order | undefined, event: OrderEvent): Order {
  const { occurredAt } = event.metadata;
  if (event.metadata.name === 'OrderPlaced') {
    if (order) throw new Error('An order is placed once.');
    const { orderId, ...placed } = event.data as Placed;
    return { ...placed, id: orderId, status: 'pending', version: 1, createdAt: occurredAt, updatedAt: occurredAt };
  }
  if (!order) throw new Error('An order begins with OrderPlaced.');
  const status = STATUS_AFTER[event.metadata.name];
  if (!TRANSITIONS[order.status].includes(status))
    throw new Error(`An order that is ${order.status} cannot become ${status}.`);
  const { rejection: _, ...rest } = order;
  const reason = 'code' in event.data ? { rejection: { code: event.data.code, detail: event.data.detail } } : {};
  return { ...rest, ...reason, status, version: order.version + 1, updatedAt: occurredAt };
}

const STATUS_AFTER = {
  OrderConfirmed: 'confirmed',
  OrderRejected: 'rejected',
  OrderCancelled: 'cancelled',
  OrderNeedsAttention: 'needs_attention',
} as const;

export const fold = (events: readonly OrderEvent[]): Order | undefined =>
  events.reduce<Order | undefined>((order, event) => apply(order, event), undefined);
