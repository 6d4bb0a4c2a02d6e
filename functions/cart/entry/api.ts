import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, requireCartId } from '../../../shared/http/caller.ts';
import { idempotencyOf } from '../../../shared/http/idempotency.ts';
import { basedOn, type IfMatch, tagged } from '../../../shared/http/precondition.ts';
import { answer, created, current, idempotentReplayed, reply } from '../../../shared/http/reply.ts';
import { stageThrottles } from '../../../shared/http/stage-throttles.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createToken, matches, parseToken } from '../../../shared/runtime/secret-token.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { inventoryQueries } from '../../inventory/queries.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { partnersQueries } from '../../partners/queries.ts';
import { cartContract } from '../contract/index.ts';
import { cartQueries } from '../queries.ts';
import { cartStore } from '../store/cart-store.ts';
import { addToCart, changeQuantity, emptyTheCart, removeFromCart } from '../use-cases/change-cart.ts';
import { createGuestCart } from '../use-cases/create-guest-cart.ts';
import { mergeByToken } from '../use-cases/merge-by-token.ts';
import { readCart, showCart } from '../use-cases/read-cart.ts';

const table = domainTable('cart');
const currency = setting('SHOP_CURRENCY');
const ports = {
  store: cartStore(table, systemClock),
  getCartGuard: cartQueries(domainTable('cart')).getCartGuard,
  getSellables: catalogQueries(domainTable('catalog')).getSellables,
  getAvailability: inventoryQueries(domainTable('inventory')).getAvailability,
  hasOrders: ordersQueries(domainTable('orders')).hasOrders,
  ...{ clock: systemClock, parseToken, matches },
};

/** `If-Match` is optional: a change need not be based on a version. */
const changeBy = (caller: Caller, ifMatch: IfMatch | undefined) => ({
  owner: { cartId: requireCartId(caller), isGuest: caller.kind === 'guest' },
  checkVersion: basedOn(ifMatch, () => false),
  currency,
});

export const handler = createApi(
  cartContract,
  'api',
  {
    createCart: async () => {
      const { cart, token } = await createGuestCart(ports.store, createToken);
      return created({ ...(await showCart(ports, cart, currency)), token }, '/v1/cart');
    },

    getCart: async ({ caller }) => current(await readCart(ports, requireCartId(caller), currency)),

    emptyCart: ({ caller, ifMatch }) =>
      answer(emptyTheCart(ports, changeBy(caller, ifMatch)), (cart) => reply(204, undefined, tagged(cart))),

    addItem: ({ caller, body, ifMatch, idempotencyKey }) => {
      const request = idempotencyOf({ caller, idempotencyKey }, { add: body });
      return answer(addToCart(ports, { ...changeBy(caller, ifMatch), ...body, request }), current);
    },

    changeItem: ({ caller, params, body, ifMatch, idempotencyKey }) => {
      const request = idempotencyOf({ caller, idempotencyKey }, { change: params.sku, to: body });
      return answer(changeQuantity(ports, { ...changeBy(caller, ifMatch), ...params, ...body, request }), current);
    },

    removeItem: ({ caller, params, ifMatch }) =>
      answer(removeFromCart(ports, { ...changeBy(caller, ifMatch), sku: params.sku }), current),

    mergeCart: ({ caller, headers }) => {
      const merge = { cartToken: headers['x-cart-token'], userCartId: requireCartId(caller), currency };
      return answer(mergeByToken(ports, merge), ({ cart, report, replayed }) =>
        reply(200, { cart, ...report }, { ...tagged(cart), ...idempotentReplayed(replayed) }),
      );
    },
  },
  {
    resolveGuest: cartQueries(table).resolveGuest,
    sessions: domainSessionMarks('sessions'),
    throttles: stageThrottles(partnersQueries(domainTable('partners')).isPartnerKey),
  },
);
