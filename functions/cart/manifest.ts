import { orderConfirmed } from '../../events/orders/order-confirmed.v1.ts';
import { userErased } from '../../events/users/user-erased.v1.ts';
import { defineDomain } from '../manifest.ts';
import { knowCurrency } from '../rights.ts';
import { cartContract } from './contract/index.ts';

export const cart = defineDomain({
  name: 'cart',
  level: 3,
  contract: cartContract,
  table: {},
  functions: {
    api: {
      table: 'write',
      reads: ['catalog', 'inventory'],
      rights: [knowCurrency],
    },
    events: {
      table: 'write',
      consumes: [orderConfirmed, userErased],
    },
  },
});
