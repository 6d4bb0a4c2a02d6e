import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { reconciler } from '../../../shared/runtime/reconciler.ts';
import { reportFindings } from '../../../shared/runtime/report-findings.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { allocationsStore } from '../store/allocations-store.ts';
import { stockStore } from '../store/stock-store.ts';
import { reconcileAllocations } from '../use-cases/reconcile-allocations.ts';

const table = domainTable('inventory');
const ports = {
  ...stockStore(table),
  ...allocationsStore(table),
  getOrderStatuses: ordersQueries(domainTable('orders')).getOrderStatuses,
  report: reportFindings,
};

/** Left for the page that is being compared. */
const MARGIN_MS = 30_000;

/** Compares allocations with their orders. */
export const handler = reconciler(MARGIN_MS, (span) => reconcileAllocations(ports, systemClock, span));
