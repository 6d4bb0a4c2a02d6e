import type { Clock } from '../../../shared/kernel/clock.ts';
import type { MailOrder, Message } from '../domain/messages.ts';
import { type DeliverOncePorts, deliverOnce } from './deliver-once.ts';

export interface NotifyBuyerPorts extends DeliverOncePorts {
  getOrder(orderId: string): Promise<MailOrder | undefined>;
  getContact(orderId: string): Promise<{ readonly email: string } | undefined>;
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
  const [order, contact] = await Promise.all([ports.getOrder(orderId), ports.getContact(orderId)]);
  if (!order) throw new Error(`${orderId} does not exist.`);
  if (!contact) return;
  await deliverOnce(ports, clock, { eventId, to: contact.email, message: compose(order) });
}
