import { orderCancelled } from '../../events/orders/order-cancelled.v1.ts';
import { orderRejected } from '../../events/orders/order-rejected.v1.ts';
import { paymentCancelled } from '../../events/payments/payment-cancelled.v1.ts';
import { paymentRefunded } from '../../events/payments/payment-refunded.v1.ts';
import { userErased } from '../../events/users/user-erased.v1.ts';
import { defineDomain, type Write } from '../manifest.ts';
import { endTrials, startOrderSaga } from '../rights.ts';
import { ordersContract } from './contract/index.ts';

/** The write that ends an order frees or settles its cart. */
const cartGuards: Write = { domain: 'cart', keys: 'guard#' };

/** A status request for an order at the bank asks for a look at its intent. */
const looks: Write = { domain: 'payments', keys: 'look#' };

/** The mark that its part of an erasure is done. */
const erasures: Write = { domain: 'users', keys: 'erasure#' };

export const orders = defineDomain({
  name: 'orders',
  level: 6,
  contract: ordersContract,
  table: { indexes: ['gsi1', 'gsi2'] },
  functions: {
    api: { table: 'write', reads: ['cart', 'payments', 'users'], writes: [cartGuards, looks] },
    // Erases contacts: at once, or when nothing is owed on the order any more.
    events: {
      table: 'write',
      reads: ['payments', 'users'],
      writes: [erasures],
      consumes: [userErased, orderRejected, orderCancelled, paymentRefunded, paymentCancelled],
      timeoutSeconds: 30,
    },
    saga: {
      table: 'write',
      reads: ['payments'],
      writes: [cartGuards],
      rights: [endTrials],
      timeoutSeconds: 30,
    },
    // The second way into the saga, for an order whose checkout died between its write and the
    // start of the execution.
    stream: {
      table: 'write',
      reads: ['payments', 'users'],
      streams: { entity: 'order', batchSize: 10 },
      rights: [startOrderSaga],
    },
  },
});
