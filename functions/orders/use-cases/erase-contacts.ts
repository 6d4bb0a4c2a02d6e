import type { Page } from '../../../shared/kernel/page.ts';
import { MAX_ACTIONS } from '../../../shared/kernel/transaction.ts';
import type { Order } from '../domain/order.ts';

export interface EraseContactsPorts {
  listOf(
    history: { readonly buyer: string; readonly alsoBuyers: readonly string[]; readonly verifiedEmail: undefined },
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<Pick<Order, 'id'>>>;
  /** At most as many as one transaction holds. */
  eraseContacts(orderIds: readonly string[]): Promise<void>;
}

/**
 * Removes email, addresses and payment method from every order of a user, also from those that they
 * placed as a guest. The orders stay, for the books, with an id that leads to no person.
 * Idempotent. 1 read and 4 write units per order.
 */
export async function eraseContactsOf(
  ports: EraseContactsPorts,
  { userId, guestOrderIds }: { readonly userId: string; readonly guestOrderIds: readonly string[] },
): Promise<void> {
  for (let start = 0; start < guestOrderIds.length; start += MAX_ACTIONS) {
    await ports.eraseContacts(guestOrderIds.slice(start, start + MAX_ACTIONS));
  }
  let cursor: string | undefined;
  do {
    const page = await ports.listOf({ buyer: userId, alsoBuyers: [], verifiedEmail: undefined }, MAX_ACTIONS, cursor);
    if (page.items.length > 0) await ports.eraseContacts(page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
