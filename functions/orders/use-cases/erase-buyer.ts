import type { Timer } from '../../../shared/kernel/clock.ts';
import { type EraseContactsPorts, type ErasedBuyer, eraseContactsOf } from './erase-contacts.ts';

export interface EraseBuyerPorts extends EraseContactsPorts {
  /** The traces of the orders that an erased user placed as a guest. */
  getErasure(userId: string): Promise<{ mergedCarts: readonly string[]; hashedEmail?: string | undefined } | undefined>;
}

/**
 * Erases the contacts of a user's orders. Guests' orders are looked for once more, since one may
 * have been placed while the event was made. Costs what `eraseContactsOf` does, and 1 read unit.
 */
export async function eraseBuyer(
  ports: EraseBuyerPorts,
  clock: Timer,
  buyer: Pick<ErasedBuyer, 'userId' | 'guestOrderIds' | 'erasedAt'>,
): Promise<void> {
  const { mergedCarts = [], hashedEmail } = (await ports.getErasure(buyer.userId)) ?? {};
  await eraseContactsOf(ports, clock, { ...buyer, mergedCarts, hashedEmail });
}
