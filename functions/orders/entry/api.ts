import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, isAdmin, requireCartId } from '../../../shared/http/caller.ts';
import { answer, reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { cartActions } from '../../cart/actions.ts';
import { cartQueries } from '../../cart/queries.ts';
import { paymentActions } from '../../payments/actions.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { usersQueries } from '../../users/queries.ts';
import { ordersContract } from '../contract/index.ts';
import type { OrderEvent } from '../domain/order.ts';
import { statusView } from '../domain/view.ts';
import { orderLooks } from '../store/order-looks.ts';
import { orderWrites } from '../store/order-writes.ts';
import { ordersStore } from '../store/orders-store.ts';
import { cancelVisibleOrder } from '../use-cases/cancel-visible-order.ts';
import { type Buyer, findVisibleOrder, type Viewer } from '../use-cases/find-own-order.ts';
import { listOrderEvents } from '../use-cases/list-order-events.ts';
import { listOrders } from '../use-cases/list-orders.ts';
import { showOrder, showOrders } from '../use-cases/show-orders.ts';
import { watchPayment } from '../use-cases/watch-payment.ts';

const table = domainTable('orders');
const cartTable = domainTable('cart');
const paymentsTable = domainTable('payments');
const carts = cartQueries(cartTable);
const ports = {
  ...carts,
  ...paymentsQueries(paymentsTable),
  ...usersQueries(domainTable('users')),
  ...ordersStore(table),
  ...orderWrites(table, cartActions(cartTable)),
  ...orderLooks(table, paymentActions(paymentsTable)),
};

const buyerOf = (caller: Caller): Buyer =>
  caller.kind === 'user'
    ? { kind: 'user', userId: caller.userId, cartId: requireCartId(caller) }
    : { kind: 'guest', cartId: requireCartId(caller) };

const viewerOf = (caller: Caller): Viewer => (isAdmin(caller) ? { kind: 'admin' } : buyerOf(caller));

const presentEvent = ({ metadata: { id, name, sequence = 0, occurredAt }, data }: OrderEvent) => ({
  ...{ id, name, sequence, occurredAt, data },
});

export const handler = createApi(
  ordersContract,
  'api',
  {
    listOrders: ({ caller, query }) =>
      answer(listOrders(ports, systemClock, viewerOf(caller), query), async (page) =>
        reply(200, { ...page, items: await showOrders(ports, page.items) }),
      ),

    getOrder: ({ caller, params }) =>
      answer(findVisibleOrder(ports, viewerOf(caller), params.id), async (order) =>
        reply(200, await showOrder(ports, order)),
      ),

    getOrderStatus: ({ caller, params }) =>
      answer(findVisibleOrder(ports, viewerOf(caller), params.id), async (order) =>
        reply(200, statusView(order, await watchPayment(ports, systemClock, order))),
      ),

    cancelOrder: ({ caller, params, requestId }) =>
      answer(
        cancelVisibleOrder(ports, systemClock, viewerOf(caller), { orderId: params.id, requestId }),
        async (order) => reply(200, await showOrder(ports, order)),
      ),

    listOrderEvents: ({ caller, params, query }) =>
      answer(listOrderEvents(ports, viewerOf(caller), { orderId: params.id, ...query }), (page) =>
        reply(200, { ...page, items: page.items.map(presentEvent) }),
      ),
  },
  { resolveGuest: carts.resolveGuest, sessions: domainSessionMarks('sessions') },
);
