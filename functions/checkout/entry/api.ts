import { domainCounters, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { cartIdOf } from '../../../shared/http/caller.ts';
import { preferredWait } from '../../../shared/http/prefer.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { cartActions } from '../../cart/actions.ts';
import { cartQueries } from '../../cart/queries.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { orderActions } from '../../orders/actions.ts';
import { hasEnded, ordersQueries, presentOrder } from '../../orders/queries.ts';
import { partnersQueries } from '../../partners/queries.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { startOrderSaga } from '../adapters/start-saga.ts';
import { checkoutContract } from '../contract/index.ts';
import { checkoutStore } from '../store/checkout-store.ts';
import { awaitEnd } from '../use-cases/await-end.ts';
import { placeOrder } from '../use-cases/place-order.ts';

const cartTable = domainTable('cart');
const ordersTable = domainTable('orders');
const carts = cartQueries(cartTable);
const orders = ordersQueries(ordersTable);
const ports = {
  ...carts,
  ...orders,
  ...catalogQueries(domainTable('catalog')),
  ...paymentsQueries(domainTable('payments')),
  hasEnded,
  store: checkoutStore(domainTable('checkout'), cartActions(cartTable), orderActions(ordersTable)),
};
const { isPartnerKey } = partnersQueries(domainTable('partners'));

const MAX_WAIT_SECONDS = 15;
/** Left for the answer itself before the function's own timeout. */
const MARGIN_MS = 2_000;

export const handler = createApi(
  checkoutContract,
  'api',
  {
    placeOrder: async ({ caller, body, idempotencyKey, headers, requestId, remainingTime }) => {
      const cartId = cartIdOf(caller);
      if (cartId === undefined) throw new Error('A caller of this route has a cart.');
      const { expectedTotal, ...contact } = body;
      const userId = caller.kind === 'user' ? caller.userId : undefined;
      const placed = await placeOrder(ports, systemClock, {
        ...{ cartId, userId, key: idempotencyKey, bodyHash: fingerprint(body), requestId },
        ...{ currency: setting('SHOP_CURRENCY'), contact, expectedTotal },
      });
      if (!placed.ok) return placed;
      const { replayed } = placed.value;
      if (!replayed) await startOrderSaga(placed.value.order.id);
      const preferred = preferredWait(headers.prefer, MAX_WAIT_SECONDS);
      const waitMs = Math.min(preferred * 1000, remainingTime() - MARGIN_MS);
      const { order, payment } = await awaitEnd(ports, systemClock, placed.value.order, waitMs);
      const answer = presentOrder(order, await orders.getContact(order.id), payment);
      return reply(waitMs > 0 && hasEnded(order.status) ? 201 : 202, answer, {
        location: `/v1/orders/${order.id}`,
        ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
        ...(waitMs > 0 ? { 'preference-applied': `wait=${preferred}` } : {}),
      });
    },
  },
  {
    resolveGuest: carts.resolveGuest,
    throttles: { counters: domainCounters('throttles'), isPartnerKey },
  },
);
