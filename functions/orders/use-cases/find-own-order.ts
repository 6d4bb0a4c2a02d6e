import { type NotFound, noSuch } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Order } from '../domain/order.ts';

export type Buyer =
  | { readonly kind: 'guest'; readonly cartId: string }
  | { readonly kind: 'user'; readonly userId: string; readonly cartId: string };

/** The reader of orders: a buyer sees their own, an admin sees all. */
export type Viewer = Buyer | { readonly kind: 'admin' };

export interface FindOwnOrderPorts {
  getOrder(orderId: string): Promise<Order | undefined>;
  getContact(orderId: string): Promise<{ readonly email: string } | undefined>;
  /** Whether a guest's cart was merged into a user's. */
  isMergedInto(guestCartId: string, userCartId: string): Promise<boolean>;
  /** In lower case; undefined when the user has no verified email. */
  getVerifiedEmail(userId: string): Promise<string | undefined>;
}

/**
 * Finds an order of the buyer. Another user's order is treated as not found. A user owns the orders
 * that they placed signed in. They also own a guest's order that came from a cart merged into
 * theirs, or that bears their verified email. 1 read unit, and up to 3 for a guest's order.
 */
export async function findOwnOrder(
  ports: FindOwnOrderPorts,
  buyer: Buyer,
  orderId: string,
): Promise<Order | undefined> {
  const order = await ports.getOrder(orderId);
  return order && (await isOwn(ports, buyer, order)) ? order : undefined;
}

/**
 * Finds an order that the viewer may see. Costs what `findOwnOrder` costs, and 1 read unit for an
 * admin.
 */
export async function findVisibleOrder(
  ports: FindOwnOrderPorts,
  viewer: Viewer,
  orderId: string,
): Promise<Result<Order, NotFound>> {
  const order = viewer.kind === 'admin' ? await ports.getOrder(orderId) : await findOwnOrder(ports, viewer, orderId);
  return order ? ok(order) : noSuch('order');
}

async function isOwn(ports: FindOwnOrderPorts, buyer: Buyer, order: Order): Promise<boolean> {
  if (order.userId !== undefined) return buyer.kind === 'user' && order.userId === buyer.userId;
  if (buyer.kind === 'guest') return order.cartId === buyer.cartId;
  if (await ports.isMergedInto(order.cartId, buyer.cartId)) return true;
  const [email, contact] = await Promise.all([ports.getVerifiedEmail(buyer.userId), ports.getContact(order.id)]);
  return email !== undefined && contact?.email.toLowerCase() === email;
}
