import type { Page } from '../../../shared/kernel/page.ts';
import type { User } from '../domain/user.ts';

/**
 * The keys by which a user's orders are found: as user, as guest with a cart, or by a verified
 * email.
 */
export interface Buyer {
  readonly userId: string;
  readonly mergedCarts: readonly string[];
  readonly verifiedEmail: string | undefined;
}

export interface PersonalOrdersPorts<Order> {
  /** The guests' carts that were merged into the cart of this user, newest first. */
  listMergedCarts(userId: string, limit: number): Promise<string[]>;
  listOrdersOf(buyer: Buyer, limit: number, cursor: string | undefined): Promise<Page<Order>>;
}

/** The part of an order that shows who placed it. */
export interface PlacedOrder {
  readonly order: { readonly id: string; readonly userId?: string | undefined };
}

type Person = Pick<User, 'id' | 'email' | 'emailVerified'>;

const PAGE = 100;
/** Orders of older merged carts are found only by the email. */
const MERGED_CARTS = 100;

/** A page of a user's orders, placed signed in or as a guest, newest first. */
export async function listPersonalOrders<Order>(
  ports: PersonalOrdersPorts<Order>,
  person: Person,
  cursor: string | undefined,
): Promise<Page<Order>> {
  return ports.listOrdersOf(await buyerOf(ports, person), PAGE, cursor);
}

/** The ids of all orders that a user placed without being signed in. */
export async function listGuestOrders(ports: PersonalOrdersPorts<PlacedOrder>, person: Person): Promise<string[]> {
  const buyer = await buyerOf(ports, person);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ports.listOrdersOf(buyer, PAGE, cursor);
    ids.push(...page.items.filter(({ order }) => order.userId === undefined).map(({ order }) => order.id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

const buyerOf = async (
  { listMergedCarts }: Pick<PersonalOrdersPorts<unknown>, 'listMergedCarts'>,
  { id, email, emailVerified }: Person,
): Promise<Buyer> => ({
  userId: id,
  mergedCarts: await listMergedCarts(id, MERGED_CARTS),
  verifiedEmail: emailVerified ? email : undefined,
});
