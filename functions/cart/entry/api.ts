import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, cartIdOf } from '../../../shared/http/caller.ts';
import { checkVersion, entityTag, type IfMatch } from '../../../shared/http/precondition.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { createToken, matches, parseToken } from '../../../shared/runtime/secret-token.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { inventoryQueries } from '../../inventory/queries.ts';
import { cartContract } from '../contract/index.ts';
import { cartQueries } from '../queries.ts';
import { cartStore } from '../store/cart-store.ts';
import { addToCart, changeQuantity, emptyTheCart, removeFromCart } from '../use-cases/change-cart.ts';
import { createGuestCart } from '../use-cases/create-guest-cart.ts';
import { mergeCarts } from '../use-cases/merge-carts.ts';
import type { CartOwner } from '../use-cases/ports.ts';
import { readCart, showCart } from '../use-cases/read-cart.ts';

const table = domainTable('cart');
const currency = setting('SHOP_CURRENCY');
const ports = {
  store: cartStore(table, systemClock),
  getCartGuard: cartQueries(domainTable('cart')).getCartGuard,
  getSellables: catalogQueries(domainTable('catalog')).getSellables,
  getAvailability: inventoryQueries(domainTable('inventory')).getAvailability,
  clock: systemClock,
};

function ownerOf(caller: Caller): CartOwner {
  const cartId = cartIdOf(caller);
  if (cartId === undefined) throw new Error('A caller of this route has a cart.');
  return { cartId, isGuest: caller.kind === 'guest' };
}

const changeBy = (caller: Caller, ifMatch: IfMatch | undefined) => ({
  owner: ownerOf(caller),
  checkVersion: (version: number) => (ifMatch === undefined ? undefined : checkVersion(ifMatch, version)),
  currency,
});

const tagged = ({ version }: { version: number }) => ({ etag: entityTag(version) });

export const handler = createApi(
  cartContract,
  'api',
  {
    createCart: async () => {
      const { cart, token } = await createGuestCart(ports.store, createToken);
      const shown = await showCart(ports, cart, currency);
      return reply(201, { ...shown, token }, { ...tagged(shown), location: '/v1/cart' });
    },

    getCart: async ({ caller }) => {
      const cart = await readCart(ports, ownerOf(caller).cartId, currency);
      return reply(200, cart, tagged(cart));
    },

    emptyCart: async ({ caller, ifMatch }) => {
      const emptied = await emptyTheCart(ports, changeBy(caller, ifMatch));
      return emptied.ok ? reply(204, undefined, tagged(emptied.value)) : emptied;
    },

    addItem: async ({ caller, body, ifMatch }) => {
      const added = await addToCart(ports, { ...changeBy(caller, ifMatch), ...body });
      return added.ok ? reply(200, added.value, tagged(added.value)) : added;
    },

    changeItem: async ({ caller, params, body, ifMatch }) => {
      const changed = await changeQuantity(ports, { ...changeBy(caller, ifMatch), sku: params.sku, ...body });
      return changed.ok ? reply(200, changed.value, tagged(changed.value)) : changed;
    },

    removeItem: async ({ caller, params, ifMatch }) => {
      const removed = await removeFromCart(ports, { ...changeBy(caller, ifMatch), sku: params.sku });
      return removed.ok ? reply(200, removed.value, tagged(removed.value)) : removed;
    },

    mergeCart: async ({ caller, headers }) => {
      const token = parseToken(headers['x-cart-token'] ?? '');
      if (!token) return refuse('request.unauthenticated', 'Send the X-Cart-Token of the guest cart to merge.');
      const merged = await mergeCarts(ports, {
        guestCartId: token.id,
        provesToken: (tokenHash) => matches(token.secret, tokenHash),
        userCartId: ownerOf(caller).cartId,
        currency,
      });
      if (!merged.ok) return merged;
      const { cart, report, replayed } = merged.value;
      return reply(
        200,
        { cart, ...report },
        { ...tagged(cart), ...(replayed ? { 'idempotent-replayed': 'true' } : {}) },
      );
    },
  },
  { resolveGuest: cartQueries(table).resolveGuest },
);
