import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import type { MailOrder, Message } from '../domain/messages.ts';

export interface NotifyBuyerPorts {
  getOrder(orderId: string): Promise<MailOrder | undefined>;
  getContact(orderId: string): Promise<{ readonly email: string } | undefined>;
  claim(eventId: string, now: Date): Promise<'claimed' | 'sending' | 'sent'>;
  markSent(eventId: string): Promise<void>;
  /** Gives the claim back, so that the next run need not wait for its lease to end. */
  abandon(eventId: string): Promise<void>;
  send(to: string, message: Message): Promise<void>;
}

/**
 * Mails the buyer of an order about one event. A duplicate of the event is a no-op; only a run that dies between sending and marking leaves
 * the mail to be sent again. A buyer whose data was erased gets none.
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
  const claim = await ports.claim(eventId, clock.now());
  if (claim === 'sent') return;
  if (claim === 'sending') throw new TransientFault(`Another run is sending the mail of ${eventId}.`);
  try {
    await ports.send(contact.email, compose(order));
  } catch (error) {
    await ports.abandon(eventId);
    throw error;
  }
  await ports.markSent(eventId);
}
