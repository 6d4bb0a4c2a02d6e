import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import type { Message } from '../domain/messages.ts';

export interface DeliverOncePorts {
  claim(eventId: string, now: Date): Promise<'claimed' | 'sending' | 'sent'>;
  markSent(eventId: string): Promise<void>;
  /** Releases the claim, so that the next run need not wait for the end of its lease. */
  abandon(eventId: string): Promise<void>;
  send(to: string, message: Message): Promise<void>;
}

/**
 * Mails one person about one event. The mail is sent twice only if a run dies between sending and
 * marking.
 */
export async function deliverOnce(
  ports: DeliverOncePorts,
  clock: Clock,
  { eventId, to, message }: { readonly eventId: string; readonly to: string; readonly message: Message },
): Promise<void> {
  const claim = await ports.claim(eventId, clock.now());
  if (claim === 'sent') return;
  if (claim === 'sending') throw new TransientFault(`Another run is sending the mail of ${eventId}.`);
  try {
    await ports.send(to, message);
  } catch (error) {
    await ports.abandon(eventId);
    throw error;
  }
  await ports.markSent(eventId);
}
