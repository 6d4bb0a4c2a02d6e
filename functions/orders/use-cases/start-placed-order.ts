import type { Timer } from '../../../shared/kernel/clock.ts';
import type { Order } from '../domain/order.ts';
import { type EraseContactPorts, eraseContact } from './erase-contacts.ts';

export interface StartPlacedOrderPorts extends EraseContactPorts {
  getOrder(orderId: string): Promise<Order | undefined>;
  /** Starting a saga again is no error. */
  startSaga(orderId: string): Promise<void>;
  isErased(userId: string): Promise<boolean>;
}

/**
 * Starts the saga of an order that was written, so that a checkout that died after its commit loses
 * nothing. Usually the saga runs already. An order that is no longer pending is left alone.
 *
 * The user may have been erased while they placed it: then its contact goes when it is done. 1 read
 * unit, and 1 more for a user's.
 */
export async function startPlacedOrder(
  ports: StartPlacedOrderPorts,
  clock: Timer,
  orderId: string | undefined,
): Promise<void> {
  if (orderId === undefined) throw new Error('A record of the stream is not an order.');
  const order = await ports.getOrder(orderId);
  if (order?.status === 'pending') await ports.startSaga(orderId);
  if (order?.userId !== undefined && (await ports.isErased(order.userId))) await eraseContact(ports, clock, orderId);
}
