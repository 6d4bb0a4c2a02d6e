import { API_TIMEOUT_SECONDS, defineDomain } from '../manifest.ts';
import { knowCurrency, limitUnpaidOrders, readOrderExecutions, startOrderSaga } from '../rights.ts';
import { checkoutContract } from './contract/index.ts';

/** Apart from orders, so that callers who wait for an order's end take no capacity from others. */
export const checkout = defineDomain({
  name: 'checkout',
  level: 7,
  contract: checkoutContract,
  table: {},
  functions: {
    api: {
      table: 'write',
      reads: ['cart', 'catalog', 'orders', 'payments'],
      writes: [
        { domain: 'cart', keys: 'guard#' },
        { domain: 'orders', keys: 'order#' },
      ],
      rights: [knowCurrency, limitUnpaidOrders, startOrderSaga],
      memoryMb: 1024,
      timeoutSeconds: API_TIMEOUT_SECONDS,
    },
    reconcile: {
      table: 'write',
      reads: [{ domain: 'orders', by: 'index' }, 'payments', 'inventory'],
      writes: [{ domain: 'orders', keys: 'order#' }],
      rights: [startOrderSaga, readOrderExecutions],
      everyMinutes: 5,
      reports: true,
      timeoutSeconds: 270,
    },
  },
});
