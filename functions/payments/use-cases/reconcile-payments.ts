import { type Checkpoints, catchUp, type Span } from '../../../shared/kernel/catch-up.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { type Charged, divergenceOf, type OrderStatus } from '../domain/divergence.ts';
import type { Payment } from '../domain/payment.ts';
import { type CheckPorts, checkIntent } from './check-intent.ts';

export interface ReconcilePaymentsPorts extends CheckPorts, Checkpoints {
  /** The intents of the shop's orders that were created in a time, in pages. */
  listCharged(from: Date, to: Date): AsyncIterable<readonly Charged[]>;
  getPayments(orderIds: readonly string[]): Promise<ReadonlyMap<string, Payment>>;
  getOrderStatuses(orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderStatus>>;
  report(findings: readonly Finding[]): void;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The ages at which each intent is compared: once its order has ended, and for what came since. */
const STATIONS = [
  { name: 'soon', age: 30 * MINUTE },
  { name: 'day', age: DAY },
  { name: 'week', age: 7 * DAY },
] as const;

/**
 * Compares the provider's intents with payments and orders. 2 read units per intent and station.
 * One call to the provider for a hundred intents, and one for each that differs.
 *
 * @param span `since` is the time of creation, and all are compared at one station then.
 */
export async function reconcilePayments(ports: ReconcilePaymentsPorts, span: Span): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    for (const station of span.since ? STATIONS.slice(0, 1) : STATIONS) {
      await catchUp(ports, ports.clock, { ...station, ...span }, async (from, to) => {
        findings.push(...(await compare(ports, from, to)));
      });
    }
  } finally {
    // Findings from before a failure are reported too.
    ports.report(findings);
  }
  return findings;
}

async function compare(ports: ReconcilePaymentsPorts, from: Date, to: Date): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const page of ports.listCharged(from, to)) {
    const orderIds = [...new Set(page.map(({ orderId }) => orderId))];
    const [payments, statuses] = await Promise.all([ports.getPayments(orderIds), ports.getOrderStatuses(orderIds)]);
    for (const charged of page) {
      const { orderId, intent } = charged;
      if (!divergenceOf(charged, payments.get(orderId), statuses.get(orderId))) continue;
      // The page was read before the payments, so a difference may only be that of a moment.
      const finding = await checkIntent(ports, { intentId: intent.id, orderId });
      if (finding) findings.push(finding);
    }
  }
  return findings;
}
