import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CartView } from '../../cart/queries.ts';
import type { AddressBook } from '../domain/address-book.ts';
import type { User } from '../domain/user.ts';
import { type FindUserPorts, findUser, noSuchUser } from './find-user.ts';

export interface ExportPorts<Order> extends FindUserPorts {
  readonly store: FindUserPorts['store'] & { getAddressBook(userId: string): Promise<AddressBook> };
  getCartLines(userId: string): Promise<CartView['lines']>;
  listOrders(user: User, cursor: string | undefined): Promise<Page<Order>>;
}

export interface Export<Order> {
  readonly exportedAt: Date;
  readonly user: User;
  readonly book: AddressBook;
  readonly cart: CartView['lines'];
  readonly orders: Page<Order>;
}

/**
 * Collects all data that the shop holds about a user. Costs 3 read units, 0.5 for the list and for
 * each merged cart, and 2 for each order of the page.
 */
export async function exportUser<Order>(
  ports: ExportPorts<Order>,
  clock: Clock,
  { userId, requestId, cursor }: { userId: string; requestId: string; cursor: string | undefined },
): Promise<Result<Export<Order>, NotFound>> {
  const user = await findUser(ports, clock, userId, requestId);
  if (!user) return noSuchUser();
  const [book, cart, orders] = await Promise.all([
    ports.store.getAddressBook(userId),
    ports.getCartLines(userId),
    ports.listOrders(user, cursor),
  ]);
  return ok({ exportedAt: clock.now(), user, book, cart, orders });
}
