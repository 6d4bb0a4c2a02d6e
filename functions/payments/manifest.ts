import { orderCancelled } from '../../events/orders/order-cancelled.v1.ts';
import { API_TIMEOUT_SECONDS, defineDomain, type Read } from '../manifest.ts';
import { answerOrderSaga, capWaitingHolds, sendBuyersBack, useStripe } from '../rights.ts';
import { paymentsContract } from './contract/index.ts';

const payableOrder: Read = {
  domain: 'orders',
  upwards: 'Amount and payment method are read where they are kept: neither events nor executions carry them.',
};

const common = {
  table: 'write',
  reads: ['inventory', payableOrder],
  rights: [useStripe, answerOrderSaga, capWaitingHolds, sendBuyersBack],
} as const;

export const payments = defineDomain({
  name: 'payments',
  level: 4,
  contract: paymentsContract,
  table: {},
  functions: {
    saga: { ...common, timeoutSeconds: 30 },
    webhook: { ...common, timeoutSeconds: API_TIMEOUT_SECONDS },
    // For an order that its buyer looks at while it waits for the bank.
    looks: { ...common, streams: { entity: 'payment-look', batchSize: 10 }, timeoutSeconds: 30 },
    // Compares what the provider has with payments and orders.
    reconcile: { ...common, everyMinutes: 10, reports: true, timeoutSeconds: 540 },
    events: { ...common, consumes: [orderCancelled], timeoutSeconds: 30 },
  },
});
