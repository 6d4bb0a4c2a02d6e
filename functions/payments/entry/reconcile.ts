import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { reportFindings } from '../../../shared/runtime/report-findings.ts';
import { listCharged } from '../adapters/stripe-charged.ts';
import { connectToStripe } from '../adapters/stripe-client.ts';
import type { Charged } from '../domain/divergence.ts';
import { reconciliationStore } from '../store/reconciliation-store.ts';
import { reconcilePayments } from '../use-cases/reconcile-payments.ts';
import { checkPorts, orders } from './wiring/ports.ts';

const ports = {
  ...checkPorts,
  ...reconciliationStore(domainTable('payments')),
  async *listCharged(from: Date, to: Date): AsyncGenerator<readonly Charged[]> {
    yield* listCharged(await connectToStripe(), from, to);
  },
  getOrderStatuses: orders.getOrderStatuses,
  report: reportFindings,
};

/** Given by an operator, e.g. after a table was restored: `{ "since": "2026-11-20T12:00:00Z" }`. */
const requestSchema = z.object({ since: z.iso.datetime().optional() });

/** Left for the intents that are being compared. */
const MARGIN_MS = 60_000;

/** Compares the provider with payments and orders. */
export async function handler(event: unknown, context: Context): Promise<{ findings: readonly Finding[] }> {
  const { since } = requestSchema.parse(event ?? {});
  const until = new Date(systemClock.now().getTime() + context.getRemainingTimeInMillis() - MARGIN_MS);
  return { findings: await reconcilePayments(ports, { until, since: since ? new Date(since) : undefined }) };
}
