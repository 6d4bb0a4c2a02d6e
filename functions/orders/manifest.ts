import { userErased } from '../../events/users/user-erased.v1.ts';
import { defineDomain, type Write } from '../manifest.ts';
import { startOrderSaga } from '../rights.ts';
import { ordersContract } from './contract/index.ts';

/** The write that ends an order frees or settles its cart. */
const cartGuards: Write = { domain: 'cart', keys: 'guard#' };

/** A status request for an order at the bank asks for a look at its intent. */
const looks: Write = { domain: 'payments', keys: 'look#' };

export const orders = defineDomain({
  name: 'orders',
  level: 6,
  contract: ordersContract,
  table: { indexes: ['gsi1', 'gsi2'] },
  functions: {
    api: { table: 'write', reads: ['cart', 'payments', 'users'], writes: [cartGuards, looks] },
    events: { table: 'write', consumes: [userErased] },
    saga: { table: 'write', writes: [cartGuards], timeoutSeconds: 30 },
    // The second way into the saga, for an order whose checkout died between its write and the
    // start of the execution.
    stream: { table: 'read', streams: { entity: 'order', batchSize: 10 }, rights: [startOrderSaga] },
  },
});
