import type { Timer } from '../../../shared/kernel/clock.ts';
import type { OrderContact } from '../domain/contact.ts';
import { confirmOrder, type EndOrderPorts } from './end-order.ts';
import { type EraseContactPorts, eraseContact } from './erase-contacts.ts';

export interface ConfirmPorts extends EndOrderPorts, EraseContactPorts {
  /** Subtracts one from a throttle's counter. */
  giveBack(counter: NonNullable<OrderContact['counters']>[number]): Promise<void>;
}

/**
 * Confirms an order. Then its buyer's network is forgiven, since the order is paid, and a contact
 * that must go is limited to what a paid order needs. 1 read and 1 write unit more than
 * `confirmOrder`. Idempotent, except that a step that is repeated forgives once more.
 */
export async function confirmAndSettle(ports: ConfirmPorts, clock: Timer, orderId: string) {
  const confirmed = await confirmOrder(ports, clock, orderId);
  const contact = confirmed.ok ? await ports.getContact(orderId) : undefined;
  if (contact?.expiresAt !== undefined) await eraseContact(ports, clock, orderId);
  await Promise.all((contact?.counters ?? []).map((counter) => ports.giveBack(counter)));
  return confirmed;
}
