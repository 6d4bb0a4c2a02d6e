import { stockImportRequested } from '../../events/inventory/stock-import-requested.v1.ts';
import { orderCancelled } from '../../events/orders/order-cancelled.v1.ts';
import { orderMissing } from '../../events/payments/order-missing.v1.ts';
import { paymentActionRequired } from '../../events/payments/payment-action-required.v1.ts';
import { API_TIMEOUT_SECONDS, defineDomain } from '../manifest.ts';
import { knowPaymentTimeout } from '../rights.ts';
import { inventoryContract } from './contract/index.ts';

export const inventory = defineDomain({
  name: 'inventory',
  level: 2,
  contract: inventoryContract,
  table: { indexes: ['gsi1'] },
  functions: {
    api: { table: 'write', reads: ['catalog'] },
    import: { table: 'write', memoryMb: 1024, timeoutSeconds: API_TIMEOUT_SECONDS },
    importer: {
      table: 'write',
      reads: ['catalog'],
      consumes: [stockImportRequested],
      // A file that kills its run takes no other import with it.
      batchSize: 1,
      memoryMb: 1024,
      timeoutSeconds: 60,
    },
    saga: {
      table: 'write',
      reads: [
        {
          domain: 'orders',
          upwards: "A saga's input is the order's id only; its steps read the lines where they are kept.",
        },
      ],
      timeoutSeconds: 30,
    },
    events: {
      table: 'write',
      consumes: [orderCancelled, orderMissing, paymentActionRequired],
      rights: [knowPaymentTimeout],
    },
    reconcile: {
      table: 'write',
      reads: [{ domain: 'orders', upwards: 'An allocation without an order is never sold: only orders know.' }],
      everyMinutes: 10,
      reports: true,
      timeoutSeconds: 270,
    },
    schedule: {
      table: 'write',
      reads: [
        {
          domain: 'payments',
          upwards: 'A hold lapses sooner while the bank is asked, unless its order was paid: only the payment knows.',
        },
      ],
      everyMinutes: 1,
      timeoutSeconds: 60,
    },
  },
});
