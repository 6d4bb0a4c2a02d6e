import { documentClient } from '../../shared/dynamodb/client.ts';
import { createTable } from '../../shared/dynamodb/table.ts';
import { createApi } from '../../shared/http/api.ts';
import { type Caller, isAdmin } from '../../shared/http/caller.ts';
import { reply } from '../../shared/http/reply.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { refuse } from '../../shared/kernel/result.ts';
import { setting } from '../../shared/runtime/settings.ts';
import { cartQueries } from '../cart/queries.ts';
import { paymentsQueries } from '../payments/queries.ts';
import { ordersContract } from './contract.ts';
import type { Order } from './domain/order.ts';
import { statusView } from './domain/view.ts';
import { presentOrder } from './present-order.ts';
import { ordersStore } from './store/orders-store.ts';
import { cancelOnRequest } from './use-cases/end-order.ts';
import { listPlacedOrders } from './use-cases/list-placed-orders.ts';

const client = documentClient();
const store = ordersStore(createTable(client, setting('ORDERS_TABLE')));
const cart = cartQueries(createTable(client, setting('CART_TABLE')));
const payments = paymentsQueries(createTable(client, setting('PAYMENTS_TABLE')));

const DEFAULT_PAGE = 20;
const EVENTS_PAGE = 100;

/** The order if the caller may see it: the buyer, by token or user id, or an admin. Somebody else's is as good as none. */
async function findOwn(caller: Caller, orderId: string): Promise<Order | undefined> {
  const order = await store.getOrder(orderId);
  if (!order || isAdmin(caller)) return order;
  const own =
    caller.kind === 'user'
      ? order.userId === caller.userId
      : caller.kind === 'guest' && order.userId === undefined && order.cartId === caller.cartId;
  return own ? order : undefined;
}

const notFound = () => refuse('request.not_found', 'There is no such order.');

async function present(orders: readonly Order[]) {
  const ids = orders.map(({ id }) => id);
  const [contacts, paid] = await Promise.all([store.getContacts(ids), payments.getPayments(ids)]);
  return orders.map((order) => presentOrder(order, contacts.get(order.id), paid.get(order.id)));
}

export const handler = createApi(
  ordersContract,
  {
    listOrders: async ({ caller, query }) => {
      const { limit = DEFAULT_PAGE, cursor, ...filters } = query;
      if (isAdmin(caller)) {
        const page = await listPlacedOrders(store, systemClock, { ...filters, limit, cursor });
        return page.ok ? reply(200, { ...page.value, items: await present(page.value.items) }) : page;
      }
      const unknown = Object.keys(filters)[0];
      if (unknown) {
        const detail = 'Only for admins.';
        return refuse('request.invalid', detail, { errors: [{ pointer: `#/query/${unknown}`, detail }] });
      }
      const buyer = caller.kind === 'user' ? caller.userId : caller.kind === 'guest' ? caller.cartId : '';
      const page = await store.listByBuyer(buyer, limit, cursor);
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
      const page = await store.listEvents(order.id, query.limit ?? EVENTS_PAGE, query.cursor);
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
  cart.resolveGuest,
);
