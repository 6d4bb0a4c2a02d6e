import { orderConfirmed } from '../../events/orders/order-confirmed.v1.ts';
import { userErased } from '../../events/users/user-erased.v1.ts';
import { defineDomain } from '../manifest.ts';
import { knowCurrency } from '../rights.ts';
import { cartContract } from './contract/index.ts';

const GUARD = 'The cart guard, which orders hold, tells whether a cart is being bought or was bought.';

export const cart = defineDomain({
  name: 'cart',
  level: 3,
  contract: cartContract,
  table: {},
  functions: {
    api: {
      table: 'write',
      reads: ['catalog', { domain: 'orders', upwards: GUARD }, 'inventory'],
      rights: [knowCurrency],
    },
    events: {
      table: 'write',
      reads: [{ domain: 'orders', upwards: GUARD }],
      consumes: [orderConfirmed, userErased],
    },
  },
});
