import { domainTable } from '../../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { optionalSetting, setting } from '../../../../shared/runtime/settings.ts';
import { inventoryQueries } from '../../../inventory/queries.ts';
import { ordersQueries } from '../../../orders/queries.ts';
import { createStripeProvider } from '../../adapters/stripe.ts';
import { connectToStripe } from '../../adapters/stripe-client.ts';
import { answerTask, failTask } from '../../adapters/task-token.ts';
import { paymentsStore } from '../../store/payments-store.ts';
import { reconciliationStore } from '../../store/reconciliation-store.ts';
import type { PayableOrder } from '../../use-cases/ports.ts';

export const orders = ordersQueries(domainTable('orders'));

/** The ports of the use cases, the same for each of the domain's entry points. */
export const ports = {
  ...paymentsStore(domainTable('payments')),
  provider: createStripeProvider(connectToStripe, systemClock, optionalSetting('PAYMENT_RETURN_URL')),
  clock: systemClock,
  waitingCap: {
    share: { guest: Number(setting('WAITING_SHARE')), signedIn: Number(setting('WAITING_SHARE_SIGNED_IN')) },
    atLeast: Number(setting('WAITING_AT_LEAST')),
  },
  getLevels: inventoryQueries(domainTable('inventory')).getLevels,
  answerTask,
  failTask,
};

/** The ports of the comparison with the provider. */
export const checkPorts = {
  ...ports,
  announce: reconciliationStore(domainTable('payments')).announce,
  getOrderStatus: async (orderId: string) => (await orders.getOrderState(orderId))?.status,
};

export async function payableOrder(orderId: string): Promise<PayableOrder> {
  const order = await orders.getOrder(orderId);
  if (!order) throw new Error(`There is no order ${orderId}.`);
  const { id, status, totals, paymentMethod, lines, userId } = order;
  const placedAt = new Date(order.createdAt);
  return { id, status, total: totals.total, placedAt, paymentMethod, lines, isGuest: userId === undefined };
}
