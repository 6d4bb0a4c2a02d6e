import type { Clock } from '../../../shared/kernel/clock.ts';
import type { MailOrder, Message } from '../domain/messages.ts';
import { type DeliverOncePorts, deliverOnce } from './deliver-once.ts';

export interface NotifyBuyerPorts extends DeliverOncePorts {
  getOrderState(orderId: string): Promise<MailOrder | undefined>;
  /** Undefined once it is erased. */
  getMailAddress(orderId: string): Promise<string | undefined>;
}

/**
 * Mails the buyer of an order about one event. Idempotent, except that a run that dies between
 * sending and marking sends again. A buyer whose data was erased gets no mail.
 */
export async function notifyBuyer(
  ports: NotifyBuyerPorts,
  clock: Clock,
  eventId: string,
  orderId: string,
  compose: (order: MailOrder) => Message,
): Promise<void> {
  const [order, to] = await Promise.all([ports.getOrderState(orderId), ports.getMailAddress(orderId)]);
  if (!order) throw new Error(`${orderId} does not exist.`);
  if (to !== undefined) await deliverOnce(ports, clock, { eventId, to, message: compose(order) });
}
