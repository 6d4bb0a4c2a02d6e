import type { Order } from '../domain/order.ts';

export interface StartPlacedOrderPorts {
  getOrder(orderId: string): Promise<Order | undefined>;
  /** Starting a saga again is no error. */
  startSaga(orderId: string): Promise<void>;
}

/**
 * Starts the saga of an order that was written, so that a checkout that died after its commit loses
 * nothing. Usually the saga runs already. An order that is no longer pending is left alone.
 */
export async function startPlacedOrder(
  { getOrder, startSaga }: StartPlacedOrderPorts,
  orderId: string | undefined,
): Promise<void> {
  if (orderId === undefined) throw new Error('A record of the stream is not an order.');
  const order = await getOrder(orderId);
  if (order?.status === 'pending') await startSaga(orderId);
}
