import { orderConfirmed } from '../../events/orders/order-confirmed.v1.ts';
import { userErased } from '../../events/users/user-erased.v1.ts';
import { defineDomain, type Write } from '../manifest.ts';
import { knowCurrency } from '../rights.ts';
import { cartContract } from './contract/index.ts';

const MERGE = 'A merge is recorded permanently only if the guest has orders, which the user then owns.';

/** The mark that its part of an erasure is done. */
const erasures: Write = { domain: 'users', keys: 'erasure#' };

export const cart = defineDomain({
  name: 'cart',
  level: 3,
  contract: cartContract,
  table: {},
  functions: {
    api: {
      table: 'write',
      reads: ['catalog', 'inventory', { domain: 'orders', by: 'index', upwards: MERGE }],
      rights: [knowCurrency],
    },
    events: {
      table: 'write',
      writes: [erasures],
      consumes: [orderConfirmed, userErased],
    },
  },
});
