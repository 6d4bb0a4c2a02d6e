import type { Timer } from '../../../shared/kernel/clock.ts';
import { confirmOrder, type EndOrderPorts } from './end-order.ts';
import { type EraseContactPorts, settleContact } from './erase-contacts.ts';

/**
 * Confirms an order, and then limits a contact that must go to what a paid order needs. Idempotent.
 * 1 read unit more than `confirmOrder`.
 */
export async function confirmAndSettle(ports: EndOrderPorts & EraseContactPorts, clock: Timer, orderId: string) {
  const confirmed = await confirmOrder(ports, clock, orderId);
  if (confirmed.ok) await settleContact(ports, clock, orderId);
  return confirmed;
}
