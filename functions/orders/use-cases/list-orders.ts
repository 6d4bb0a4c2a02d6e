import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Order } from '../domain/order.ts';
import type { Buyer, Viewer } from './find-own-order.ts';
import { type ListPlacedOrdersInput, type ListPlacedOrdersPorts, listPlacedOrders } from './list-placed-orders.ts';
import type { History } from './ports.ts';

export interface ListOrdersPorts extends ListPlacedOrdersPorts {
  /** Newest first, each once. */
  listOf(history: History, limit: number, cursor: string | undefined): Promise<Page<Order>>;
  /** The guests' carts that were merged into a user's, the youngest first. */
  listMergedCarts(userCartId: string, limit: number): Promise<string[]>;
  getVerifiedEmail(userId: string): Promise<string | undefined>;
}

/** The most merged carts, the youngest ones, whose orders are listed. Others are shown by id. */
const MERGED_CARTS = 20;

/** Lists the buyer's orders, newest first. An admin, who alone may filter them, gets all orders. */
export async function listOrders(
  ports: ListOrdersPorts,
  clock: Clock,
  viewer: Viewer,
  query: ListPlacedOrdersInput,
): Promise<Result<Page<Order>, Refusal<'request.invalid'>>> {
  if (viewer.kind === 'admin') return listPlacedOrders(ports, clock, query);
  const { limit, cursor, ...filters } = query;
  const [filter] = Object.keys(filters);
  if (filter !== undefined) return onlyForAdmins(filter);
  return ok(await ports.listOf(await historyOf(ports, viewer), limit, cursor));
}

function onlyForAdmins(filter: string) {
  const detail = 'Only admins may use this filter.';
  return refuse('request.invalid', detail, {
    errors: [{ pointer: `#/query/${filter}`, code: 'not_allowed', detail }],
  });
}

async function historyOf(ports: ListOrdersPorts, buyer: Buyer): Promise<History> {
  if (buyer.kind === 'guest') return { buyer: buyer.cartId, alsoBuyers: [], verifiedEmail: undefined };
  const [alsoBuyers, verifiedEmail] = await Promise.all([
    ports.listMergedCarts(buyer.cartId, MERGED_CARTS),
    ports.getVerifiedEmail(buyer.userId),
  ]);
  return { buyer: buyer.userId, alsoBuyers, verifiedEmail };
}
