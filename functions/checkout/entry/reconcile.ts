import type { Context } from 'aws-lambda';
import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { reportFindings } from '../../../shared/runtime/report-findings.ts';
import { inventoryQueries } from '../../inventory/queries.ts';
import { orderActions } from '../../orders/actions.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { sagaExecutions } from '../adapters/saga-executions.ts';
import { orderChecks } from '../store/order-checks.ts';
import { restartStore } from '../store/restart-store.ts';
import { reconcileOrders } from '../use-cases/reconcile-orders.ts';

const table = domainTable('checkout');
const ordersTable = domainTable('orders');
const ports = {
  ...ordersQueries(ordersTable),
  ...paymentsQueries(domainTable('payments')),
  ...inventoryQueries(domainTable('inventory')),
  ...restartStore(table),
  ...orderChecks(table, orderActions(ordersTable)),
  ...sagaExecutions,
  report: reportFindings,
};

/** Left for the orders that are being looked at. */
const MARGIN_MS = 30_000;

/** Brings orders to their end that nothing else brings there any more. */
export const handler = async (_event: unknown, context: Context): Promise<{ findings: readonly Finding[] }> => {
  const left = context.getRemainingTimeInMillis() - MARGIN_MS;
  return { findings: await reconcileOrders(ports, systemClock, new Date(systemClock.now().getTime() + left)) };
};
