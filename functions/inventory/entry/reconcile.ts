import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { reportFindings } from '../../../shared/runtime/report-findings.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { allocationsStore } from '../store/allocations-store.ts';
import { stockStore } from '../store/stock-store.ts';
import { reconcileAllocations } from '../use-cases/reconcile-allocations.ts';

const table = domainTable('inventory');
const { getOrderStatuses } = ordersQueries(domainTable('orders'));
const ports = { ...stockStore(table), ...allocationsStore(table), getOrderStatuses, report: reportFindings };

/** Given by an operator, e.g. after a table was restored: `{ "since": "2026-11-20T12:00:00Z" }`. */
const requestSchema = z.object({ since: z.iso.datetime().optional() });

/** Left for the page that is being compared. */
const MARGIN_MS = 30_000;

/** Compares allocations with their orders. */
export async function handler(event: unknown, context: Context): Promise<{ findings: readonly Finding[] }> {
  const { since } = requestSchema.parse(event ?? {});
  const until = new Date(systemClock.now().getTime() + context.getRemainingTimeInMillis() - MARGIN_MS);
  const from = since ? new Date(since) : undefined;
  return { findings: await reconcileAllocations(ports, systemClock, { until, since: from }) };
}
