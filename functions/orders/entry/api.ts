import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, cartIdOf, isAdmin } from '../../../shared/http/caller.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { cartActions } from '../../cart/actions.ts';
import { cartQueries } from '../../cart/queries.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { usersQueries } from '../../users/queries.ts';
import { ordersContract } from '../contract/index.ts';
import type { Order } from '../domain/order.ts';
import { presentOrder, statusView } from '../domain/view.ts';
import { emailHash } from '../store/email-hash.ts';
import { orderWrites } from '../store/order-writes.ts';
import { type History, ordersStore } from '../store/orders-store.ts';
import { cancelOnRequest } from '../use-cases/end-order.ts';
import { type Buyer, findOwnOrder } from '../use-cases/find-own-order.ts';
import { listPlacedOrders } from '../use-cases/list-placed-orders.ts';

const table = domainTable('orders');
const store = { ...ordersStore(table), ...orderWrites(table, cartActions(domainTable('cart'))) };
const cart = cartQueries(domainTable('cart'));
const payments = paymentsQueries(domainTable('payments'));
const users = usersQueries(domainTable('users'));

/** Merged carts beyond the youngest so many show their orders only by id. */
const MERGED_CARTS = 20;

const ports = {
  getOrder: store.getOrder,
  getContact: store.getContact,
  isMergedInto: cart.isMergedInto,
  getVerifiedEmail: users.getVerifiedEmail,
};

function buyerOf(caller: Caller): Buyer {
  const cartId = cartIdOf(caller);
  if (caller.kind === 'anonymous' || cartId === undefined) throw new Error('A caller of this route has a cart.');
  return { ...caller, cartId };
}

const findOwn = (caller: Caller, orderId: string): Promise<Order | undefined> =>
  isAdmin(caller) ? store.getOrder(orderId) : findOwnOrder(ports, buyerOf(caller), orderId);

async function historyOf(buyer: Buyer): Promise<History> {
  if (buyer.kind === 'guest') return { buyer: buyer.cartId, alsoBuyers: [], emailHash: undefined };
  const [alsoBuyers, email] = await Promise.all([
    cart.listMergedCarts(buyer.cartId, MERGED_CARTS),
    users.getVerifiedEmail(buyer.userId),
  ]);
  return { buyer: buyer.userId, alsoBuyers, emailHash: email === undefined ? undefined : emailHash(email) };
}

const notFound = () => refuse('request.not_found', 'There is no such order.');

async function present(orders: readonly Order[]) {
  const ids = orders.map(({ id }) => id);
  const [contacts, paid] = await Promise.all([store.getContacts(ids), payments.getPayments(ids)]);
  return orders.map((order) => presentOrder(order, contacts.get(order.id), paid.get(order.id)));
}

export const handler = createApi(
  ordersContract,
  'api',
  {
    listOrders: async ({ caller, query }) => {
      const { limit, cursor, ...filters } = query;
      if (isAdmin(caller)) {
        const page = await listPlacedOrders(store, systemClock, { ...filters, limit, cursor });
        return page.ok ? reply(200, { ...page.value, items: await present(page.value.items) }) : page;
      }
      const unknown = Object.keys(filters)[0];
      if (unknown) {
        const detail = 'Only for admins.';
        return refuse('request.invalid', detail, {
          errors: [{ pointer: `#/query/${unknown}`, code: 'not_allowed', detail }],
        });
      }
      const page = await store.listOf(await historyOf(buyerOf(caller)), limit, cursor);
      return reply(200, { ...page, items: await present(page.items) });
    },

    getOrder: async ({ caller, params }) => {
      const order = await findOwn(caller, params.id);
      if (!order) return notFound();
      const [presented] = await present([order]);
      return presented ? reply(200, presented) : notFound();
    },

    getOrderStatus: async ({ caller, params }) => {
      const order = await findOwn(caller, params.id);
      return order ? reply(200, statusView(order, await payments.getPayment(order.id))) : notFound();
    },

    cancelOrder: async ({ caller, params, requestId }) => {
      const order = await findOwn(caller, params.id);
      if (!order) return notFound();
      const cancelled = await cancelOnRequest(store, systemClock, order.id, requestId);
      if (!cancelled.ok) return cancelled;
      const [presented] = await present([(await store.getOrder(order.id)) ?? order]);
      return presented ? reply(200, presented) : notFound();
    },

    listOrderEvents: async ({ caller, params, query }) => {
      const order = await findOwn(caller, params.id);
      if (!order) return notFound();
      const page = await store.listEvents(order.id, query.limit, query.cursor);
      const items = page.items.map(({ metadata, data }) => ({
        id: metadata.id,
        name: metadata.name,
        sequence: metadata.sequence ?? 0,
        occurredAt: metadata.occurredAt,
        data,
      }));
      return reply(200, { ...page, items });
    },
  },
  { resolveGuest: cart.resolveGuest },
);
