import { orderPlaced } from '../../../events/orders/order-placed.v1.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { Contact, OrderContact } from '../../orders/queries.ts';
import { orderNumber } from '../domain/order-number.ts';
import type { Placement } from '../domain/placement.ts';
import type { Purchase } from '../domain/purchase.ts';

/** Who buys which cart, by which request. */
export interface PlacementRequest {
  readonly cartId: string;
  readonly userId: string | undefined;
  /** The client's Idempotency-Key and the hash of the body it came with. */
  readonly key: string;
  readonly bodyHash: string;
  readonly requestId: string;
  readonly contact: Contact;
  /** The counts of the throttles that its end settles. */
  readonly trials?: OrderContact['trials'];
}

/** The id under which a buyer's keys and orders are kept. */
export const buyerOf = ({ userId, cartId }: Pick<PlacementRequest, 'userId' | 'cartId'>): string => userId ?? cartId;

/** Makes the first event of an order, to be placed under the cart's guards. */
export function draftPlacement(
  request: PlacementRequest,
  cartVersion: number,
  { lines, totals }: Purchase,
  now: Date,
): Omit<Placement, 'guard' | 'closes'> {
  const { cartId, userId, key, bodyHash, requestId, contact, trials } = request;
  const orderId = createId('ord');
  const event = createEvent(orderPlaced, {
    aggregateId: orderId,
    sequence: 1,
    occurredAt: now,
    ...causedBy(requestId, orderId),
    data: {
      orderId,
      number: orderNumber(crypto.getRandomValues(new Uint8Array(12))),
      cartId,
      cartVersion,
      ...(userId ? { userId } : {}),
      lines: [...lines],
      totals,
    },
  });
  return {
    event,
    contact: { ...contact, orderId, trials },
    buyer: buyerOf(request),
    key,
    bodyHash,
  };
}
