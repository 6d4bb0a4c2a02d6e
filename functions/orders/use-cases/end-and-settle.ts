import type { Timer } from '../../../shared/kernel/clock.ts';
import type { Refusal } from '../../../shared/kernel/result.ts';
import type { Trial, TrialOutcome } from '../../../shared/kernel/trials.ts';
import type { OrderContact } from '../domain/contact.ts';
import { cancelOrder, confirmOrder, type EndOrderPorts, rejectOrder } from './end-order.ts';
import { type EraseContactPorts, eraseContact } from './erase-contacts.ts';

export interface RejectPorts extends EndOrderPorts {
  getContact(orderId: string): Promise<OrderContact | undefined>;
  /** Ends what a throttle counts of an order. Does nothing when it has ended. */
  endTrial(trial: Trial, outcome: TrialOutcome, now: number): Promise<void>;
}

export type ConfirmPorts = RejectPorts & EraseContactPorts;

/**
 * Confirms an order. Then it no longer counts as unpaid, and a contact that must go is limited to
 * what a paid order needs. 1 read and 2 write units more than `confirmOrder`. Idempotent.
 */
export async function confirmAndSettle(ports: ConfirmPorts, clock: Timer, orderId: string) {
  const confirmed = await confirmOrder(ports, clock, orderId);
  const contact = confirmed.ok ? await ports.getContact(orderId) : undefined;
  if (contact?.expiresAt !== undefined) await eraseContact(ports, clock, orderId);
  await endTrials(ports, clock, contact, 'succeeded');
  return confirmed;
}

/**
 * Rejects an order. Then it no longer counts as open. It counts as failed if its payment has
 * failed: to find an item sold out is no fault of the buyer's. 1 read and 2 write units more than
 * `rejectOrder`, 4 for a failure. Idempotent.
 */
export async function rejectAndSettle(ports: RejectPorts, clock: Timer, orderId: string, reason: Refusal) {
  const rejected = await rejectOrder(ports, clock, orderId, reason);
  const outcome = reason.code.startsWith('payments.') ? 'failed' : 'undone';
  await endTrials(ports, clock, await ports.getContact(orderId), outcome);
  return rejected;
}

/** The same for an order that was cancelled before it was paid, which counts as failed. */
export async function cancelAndSettle(ports: RejectPorts, clock: Timer, orderId: string) {
  const cancelled = await cancelOrder(ports, clock, orderId);
  await endTrials(ports, clock, await ports.getContact(orderId), 'failed');
  return cancelled;
}

async function endTrials(
  { endTrial }: RejectPorts,
  clock: Timer,
  contact: OrderContact | undefined,
  outcome: TrialOutcome,
): Promise<void> {
  const now = Math.floor(clock.now().getTime() / 1000);
  await Promise.all((contact?.trials ?? []).map((trial) => endTrial(trial, outcome, now)));
}
