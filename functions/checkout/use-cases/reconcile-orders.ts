import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import type { Order } from '../../orders/queries.ts';
import type { UndoState } from '../../payments/queries.ts';
import { type RestartPorts, restartSaga } from './restart-saga.ts';

export interface ReconcilePorts extends RestartPorts {
  /** The orders that a look is due for, the longest due first. */
  listDue(now: Date, limit: number): Promise<readonly Order[]>;
  getUndoState(orderId: string): Promise<UndoState>;
  hasPieces(orderId: string): Promise<boolean>;
  /** The next look at an order, unless it has changed since; undefined: none. */
  checkAgain(order: Order, at: Date | undefined): Promise<void>;
  report(findings: readonly Finding[]): void;
}

/** Orders of each index partition that are looked at before the next are listed. */
const PER_PARTITION = 25;
const AT_ONCE = 10;
/** A saga that was started again has usually ended by then. */
const SOON_MINUTES = 5;
const DAY_MINUTES = 24 * 60;
/** An order that so many executions did not end needs a person. */
const MANY_ATTEMPTS = 4;

/**
 * Looks at every order that should have ended, and at every undo that should be complete. Whatever
 * is left of one, its saga is run again. Healthy orders are never touched: one in flight is not due
 * yet, or its execution runs.
 *
 * @param until no further orders are taken up after this time; the next run takes them.
 * @throws Error when an order could not be looked at, so that the run counts as failed.
 */
export async function reconcileOrders(ports: ReconcilePorts, clock: Clock, until: Date): Promise<readonly Finding[]> {
  const seen = new Set<string>();
  const failed: unknown[] = [];
  const findings: Finding[] = [];
  for (let time = clock.now(); time < until; time = clock.now()) {
    // The index lags behind, and may list an order again that was just dealt with.
    const due = (await ports.listDue(time, PER_PARTITION)).filter(({ id }) => !seen.has(id));
    if (due.length === 0) break;
    for (let start = 0; start < due.length; start += AT_ONCE) {
      const group = due.slice(start, start + AT_ONCE);
      const outcomes = await Promise.allSettled(group.map((order) => lookAt(ports, order, clock.now())));
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') failed.push(outcome.reason);
        else if (outcome.value) findings.push(outcome.value);
      }
    }
    for (const { id } of due) seen.add(id);
  }
  ports.report(findings);
  if (failed.length > 0) throw new Error(`${failed.length} orders could not be looked at.`, { cause: failed[0] });
  return findings;
}

const after = (now: Date, minutes: number): Date => new Date(now.getTime() + minutes * 60_000);

async function lookAt(ports: ReconcilePorts, order: Order, now: Date): Promise<Finding | undefined> {
  try {
    const { finding, again } = await decide(ports, order, now);
    await ports.checkAgain(order, again === undefined ? undefined : after(now, again));
    return finding;
  } catch (error) {
    // It must not stand in the way of the others; the run fails all the same.
    await ports.checkAgain(order, after(now, SOON_MINUTES)).catch(() => undefined);
    throw error;
  }
}

interface Decision {
  readonly finding?: Finding | undefined;
  /** Minutes until the next look. */
  readonly again?: number;
}

async function decide(ports: ReconcilePorts, order: Order, now: Date): Promise<Decision> {
  if (order.status === 'confirmed') return {};
  if (order.status === 'needs_attention') return runAgain(ports, order, 'order_parked', now);
  if (order.status === 'pending') return runAgain(ports, order, 'order_not_ended', now);
  const undo = await ports.getUndoState(order.id);
  if (undo === 'open') return runAgain(ports, order, 'payment_not_undone', now);
  if (await ports.hasPieces(order.id)) return runAgain(ports, order, 'stock_not_released', now);
  if (undo === 'done') return {};
  if (undo === 'refund_pending') return lookAtRefund(ports, order, now);
  const detail = 'Every refund has failed: the money is owed.';
  return { finding: { kind: 'refund_failed', id: order.id, detail, outcome: 'open' }, again: DAY_MINUTES };
}

/** The news of a refund's end may have been lost: the saga's undo reads its present state. */
async function lookAtRefund(ports: ReconcilePorts, order: Order, now: Date): Promise<Decision> {
  const isOld = now > after(new Date(order.updatedAt), DAY_MINUTES);
  if (isOld) await restartSaga(ports, order.id, now);
  return { again: isOld ? DAY_MINUTES / 4 : DAY_MINUTES };
}

async function runAgain(
  ports: ReconcilePorts,
  { id, status, updatedAt, rejection }: Order,
  kind: string,
  now: Date,
): Promise<Decision> {
  const attempt = await restartSaga(ports, id, now);
  if (attempt === undefined) return { again: SOON_MINUTES };
  const reason = status === 'needs_attention' && rejection ? ` (${rejection.code})` : '';
  const detail = `${status}${reason} since ${updatedAt}; execution ${attempt} was started.`;
  return {
    finding: { kind, id, detail, outcome: attempt < MANY_ATTEMPTS ? 'repaired' : 'open' },
    again: SOON_MINUTES,
  };
}
