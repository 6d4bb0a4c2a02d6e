import type { Page } from '../../../shared/kernel/page.ts';
import type { KeepReason, OrderOfBuyer, Person } from '../../orders/queries.ts';
import type { UndoState } from '../../payments/queries.ts';
import type { GuestTraces, User } from '../domain/user.ts';

export interface TracesPorts {
  /** The guests' carts that were merged into the cart of this user, newest first. */
  listMergedCarts(userId: string, limit: number): Promise<string[]>;
  hashEmail(email: string): string;
}

export interface ListOrdersPorts {
  /** The orders that a person placed as user, as guest with a cart, or with a verified email. */
  listOrdersOf(person: Person, limit: number, cursor: string | undefined): Promise<Page<OrderOfBuyer>>;
}

export interface SurveyPorts extends ListOrdersPorts {
  needsUndo(order: OrderOfBuyer['order']): boolean;
  isPartOfErasure(order: OrderOfBuyer['order'], erasedAt: string): boolean;
  /** By order id. */
  getUndoStates(orderIds: readonly string[]): Promise<ReadonlyMap<string, UndoState>>;
  retentionOf(
    order: OrderOfBuyer['order'],
    undo: UndoState,
    now: Date,
  ): { readonly reason: KeepReason; readonly until: Date } | undefined;
}

/** An order that keeps data of an erased user until it is done, and then at the latest. */
export interface KeptOrder {
  readonly id: string;
  readonly number: string;
  readonly reason: KeepReason;
  readonly until: Date;
}

const PAGE = 100;
/** Orders of older merged carts are found only by the email. */
const MERGED_CARTS = 100;

/** A page of a user's orders, placed signed in or as a guest, newest first. */
export async function listPersonalOrders(
  ports: ListOrdersPorts & TracesPorts,
  user: Pick<User, 'id' | 'email' | 'emailVerified'>,
  cursor: string | undefined,
): Promise<Page<OrderOfBuyer>> {
  return ports.listOrdersOf({ userId: user.id, ...(await guestTracesOf(ports, user)) }, PAGE, cursor);
}

/** The keys of the orders that a user placed without being signed in. */
export const guestTracesOf = async (
  { listMergedCarts, hashEmail }: TracesPorts,
  { id, email, emailVerified }: Pick<User, 'id' | 'email' | 'emailVerified'>,
): Promise<GuestTraces> => ({
  mergedCarts: await listMergedCarts(id, MERGED_CARTS),
  hashedEmail: emailVerified ? hashEmail(email) : undefined,
});

/**
 * All orders that a person placed without being signed in, and those on which something is owed.
 * A guest's order that was placed after the erasure is not part of it.
 */
export async function surveyOrders(
  ports: SurveyPorts,
  person: Person & { readonly erasedAt: string },
  now: Date,
): Promise<{ readonly guestOrderIds: string[]; readonly keptOrders: KeptOrder[] }> {
  const guestOrderIds: string[] = [];
  const keptOrders: KeptOrder[] = [];
  let cursor: string | undefined;
  do {
    const page = await ports.listOrdersOf(person, PAGE, cursor);
    const found = page.items.filter(({ order }) => ports.isPartOfErasure(order, person.erasedAt));
    guestOrderIds.push(...found.filter(({ order }) => order.userId === undefined).map(({ order }) => order.id));
    keptOrders.push(...(await keptOf(ports, found, now)));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { guestOrderIds, keptOrders };
}

async function keptOf(ports: SurveyPorts, found: readonly OrderOfBuyer[], now: Date): Promise<KeptOrder[]> {
  const orders = found.filter(({ contact }) => contact !== undefined).map(({ order }) => order);
  const undo = await ports.getUndoStates(orders.filter(ports.needsUndo).map(({ id }) => id));
  return orders.flatMap((order) => {
    const owed = ports.retentionOf(order, undo.get(order.id) ?? 'done', now);
    return owed ? [{ id: order.id, number: order.number, reason: owed.reason, until: owed.until }] : [];
  });
}
