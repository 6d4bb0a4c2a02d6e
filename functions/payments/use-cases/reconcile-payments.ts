import type { Finding } from '../../../shared/kernel/finding.ts';
import { type Charged, divergenceOf, type OrderStatus } from '../domain/divergence.ts';
import type { Payment } from '../domain/payment.ts';
import { type CheckPorts, checkIntent } from './check-intent.ts';

export interface ReconcilePaymentsPorts extends CheckPorts {
  /** The intents of the shop's orders that were created in a time, in pages. */
  listCharged(from: Date, to: Date): AsyncIterable<readonly Charged[]>;
  getPayments(orderIds: readonly string[]): Promise<ReadonlyMap<string, Payment>>;
  getOrderStatuses(orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderStatus>>;
  /** The creation time up to which a station has compared all intents. */
  getCheckpoint(station: string): Promise<Date | undefined>;
  saveCheckpoint(station: string, at: Date): Promise<void>;
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

/** The intents of so much time are compared before the progress is stored. */
const SLICE = 60 * MINUTE;

/**
 * Compares the provider's intents with payments and orders. 2 read units per intent and station.
 * One call to the provider for a hundred intents, and one for each that differs.
 *
 * @param until nothing further is taken up after this time; the next run goes on there.
 * @param since compares all intents created since then instead, as after a table was restored.
 */
export async function reconcilePayments(
  ports: ReconcilePaymentsPorts,
  { until, since }: { readonly until: Date; readonly since?: Date | undefined },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const stations = since ? [{ name: undefined, age: 0 }] : STATIONS;
  try {
    for (const { name, age } of stations) {
      const end = ports.clock.now().getTime() - age;
      let from = since ?? (await ports.getCheckpoint(name as string)) ?? new Date(end - DAY);
      while (from.getTime() < end && ports.clock.now() < until) {
        const to = new Date(Math.min(from.getTime() + SLICE, end));
        findings.push(...(await compare(ports, from, to)));
        if (name) await ports.saveCheckpoint(name, to);
        from = to;
      }
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
