import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { reconciler } from '../../../shared/runtime/reconciler.ts';
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

/** Left for the intents that are being compared. */
const MARGIN_MS = 60_000;

/** Compares the provider with payments and orders. */
export const handler = reconciler(MARGIN_MS, (span) => reconcilePayments(ports, span));
