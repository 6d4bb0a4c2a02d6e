import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, requireCartId } from '../../../shared/http/caller.ts';
import { preferredWait } from '../../../shared/http/prefer.ts';
import { answer, idempotentReplayed, reply } from '../../../shared/http/reply.ts';
import { stageThrottles } from '../../../shared/http/stage-throttles.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { cartActions } from '../../cart/actions.ts';
import { cartQueries } from '../../cart/queries.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { orderActions } from '../../orders/actions.ts';
import { hasEnded, ordersQueries, presentOrder } from '../../orders/queries.ts';
import { partnersQueries } from '../../partners/queries.ts';
import { chargeOf, paymentsQueries } from '../../payments/queries.ts';
import { startOrderSaga } from '../adapters/start-saga.ts';
import { checkoutContract } from '../contract/index.ts';
import { checkoutStore } from '../store/checkout-store.ts';
import { checkOut } from '../use-cases/check-out.ts';

const cartTable = domainTable('cart');
const ordersTable = domainTable('orders');
const carts = cartQueries(cartTable);
const orders = ordersQueries(ordersTable);
const ports = {
  ...carts,
  ...orders,
  ...catalogQueries(domainTable('catalog')),
  ...paymentsQueries(domainTable('payments')),
  chargeOf,
  hasEnded,
  startSaga: startOrderSaga,
  store: checkoutStore(domainTable('checkout'), cartActions(cartTable), orderActions(ordersTable)),
};
const { isPartnerKey } = partnersQueries(domainTable('partners'));

const currency = setting('SHOP_CURRENCY');

const MAX_WAIT_SECONDS = 15;
/** Left for the answer itself before the function's own timeout. */
const MARGIN_MS = 2_000;

const userIdOf = (caller: Caller): string | undefined => (caller.kind === 'user' ? caller.userId : undefined);

export const handler = createApi(
  checkoutContract,
  'api',
  {
    placeOrder: ({ caller, body, idempotencyKey: key, headers, requestId, trials, remainingTime }) => {
      const { expectedTotal, ...contact } = body;
      const preferred = preferredWait(headers.prefer, MAX_WAIT_SECONDS);
      const input = {
        ...{ cartId: requireCartId(caller), userId: userIdOf(caller), key, bodyHash: fingerprint(body), requestId },
        ...{ currency, contact, expectedTotal, trials },
      };
      const waitMs = Math.min(preferred * 1000, remainingTime() - MARGIN_MS);
      return answer(checkOut(ports, systemClock, input, waitMs), ({ order, contact, payment, replayed, isDecided }) =>
        reply(isDecided ? 201 : 202, presentOrder(order, contact, payment), {
          location: `/v1/orders/${order.id}`,
          ...idempotentReplayed(replayed),
          ...(waitMs > 0 ? { 'preference-applied': `wait=${preferred}` } : {}),
        }),
      );
    },
  },
  {
    resolveGuest: carts.resolveGuest,
    sessions: domainSessionMarks('sessions'),
    throttles: stageThrottles(isPartnerKey),
  },
);
