import type { Clock } from '../../../shared/kernel/clock.ts';
import type { MailUser, Message } from '../domain/messages.ts';
import { type DeliverOncePorts, deliverOnce } from './deliver-once.ts';

export interface NotifyUserPorts extends DeliverOncePorts {
  getContactOf(userId: string): Promise<(MailUser & { readonly email: string }) | undefined>;
}

/** Mails a user about one event of their account, once. An erased user gets no mail. */
export async function notifyUser(
  ports: NotifyUserPorts,
  clock: Clock,
  eventId: string,
  userId: string,
  compose: (user: MailUser) => Message,
): Promise<void> {
  const contact = await ports.getContactOf(userId);
  if (contact) await deliverOnce(ports, clock, { eventId, to: contact.email, message: compose(contact) });
}
