import type { OrderMissing } from '../../../events/payments/order-missing.v1.ts';
import { orderMissing } from '../../../events/payments/order-missing.v1.ts';
import { type PaymentDiverged, paymentDiverged } from '../../../events/payments/payment-diverged.v1.ts';
import { paymentReversed } from '../../../events/payments/payment-reversed.v1.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { type Charged, type Divergence, divergenceOf, type OrderStatus } from '../domain/divergence.ts';
import type { Payment } from '../domain/payment.ts';
import { paymentIdOf } from '../domain/payment-id.ts';
import type { PaymentPorts } from './ports.ts';
import { decideAnew, record } from './record.ts';
import { refundRest } from './refund-payment.ts';

const STEP = 'Reconcile';

export interface CheckPorts extends PaymentPorts {
  /** Undefined when there is no such order. */
  getOrderStatus(orderId: string): Promise<OrderStatus | undefined>;
  /** Publishes an event about an intent, once for each kind. */
  announce(event: PaymentDiverged | OrderMissing, intentId: string, kind?: string): Promise<void>;
}

/**
 * Compares an intent with the payment and the order that it is for, as all three are now. Repairs
 * what is safe: an intent that no order needs is cancelled, a refund that failed unnoticed is made
 * again. Money of a sale that went back to its buyer is recorded. That and everything else is
 * announced to a person.
 */
export const checkIntent = (ports: CheckPorts, subject: Subject): Promise<Finding | undefined> =>
  decideAnew(() => check(ports, subject));

interface Subject {
  readonly intentId: string;
  readonly orderId: string;
}

async function check(ports: CheckPorts, { intentId, orderId }: Subject): Promise<Finding | undefined> {
  const orderStatus = await ports.getOrderStatus(orderId);
  const payment = await ports.getPayment(orderId);
  // Read last: the provider is ahead of our records, never behind.
  const charged = await ports.provider.readCharged(intentId);
  const divergence = charged && divergenceOf(charged, payment, orderStatus);
  if (!divergence) return undefined;
  const { kind, repair } = divergence;
  const detail = `${intentId} is ${charged.intent.state}, the payment ${payment?.status ?? 'missing'}, the order ${orderStatus ?? 'missing'}.`;
  const facts = { aggregateId: paymentIdOf(orderId), occurredAt: ports.clock.now(), ...causedBy(STEP, orderId) };
  if (!orderStatus) {
    await ports.announce(createEvent(orderMissing, { ...facts, data: { orderId, intentId } }), intentId);
  }
  if (repair === 'none' || repair === 'record') {
    await ports.announce(createEvent(paymentDiverged, { ...facts, data: { orderId, intentId, kind } }), intentId, kind);
  }
  await doRepair(ports, { charged, payment, repair });
  return { kind, id: orderId, detail, outcome: repair === 'none' ? 'open' : 'repaired' };
}

interface Damage {
  readonly charged: Charged;
  readonly payment: Payment | undefined;
  readonly repair: Divergence['repair'];
}

async function doRepair(ports: CheckPorts, { charged, payment, repair }: Damage): Promise<void> {
  if (repair === 'cancel') await ports.provider.dropIntent(charged.intent.id);
  if (repair === 'refund' && payment) await refundRest(ports, payment, STEP);
  if (repair === 'record' && payment) await recordReversal(ports, payment, charged);
}

async function recordReversal(ports: CheckPorts, payment: Payment, { reversed, dispute }: Charged): Promise<void> {
  const before = payment.reversed ?? { ...reversed, amount: 0 };
  const cause = dispute === 'lost' ? 'dispute' : 'refund';
  await record(ports, { ...payment, payment, step: STEP }, paymentReversed, { reversed, before, cause });
}
