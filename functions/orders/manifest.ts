import { userErased } from '../../events/users/user-erased.v1.ts';
import { API_TIMEOUT_SECONDS, defineDomain } from '../manifest.ts';
import { knowCurrency, startOrderSaga } from '../rights.ts';
import { ordersContract } from './contract/index.ts';

export const orders = defineDomain({
  name: 'orders',
  level: 6,
  contract: ordersContract,
  table: { indexes: ['gsi1', 'gsi2'] },
  functions: {
    api: { table: 'write', reads: ['cart', 'payments', 'users'] },
    checkout: {
      table: 'write',
      reads: ['cart', 'catalog', 'payments'],
      rights: [knowCurrency, startOrderSaga],
      memoryMb: 1024,
      timeoutSeconds: API_TIMEOUT_SECONDS,
    },
    events: { table: 'write', consumes: [userErased] },
    saga: { table: 'write', timeoutSeconds: 30 },
    // The second way into the saga: an order whose checkout died between its write and the start of the execution.
    stream: { table: 'read', streams: { entity: 'order', batchSize: 10 }, rights: [startOrderSaga] },
  },
});
