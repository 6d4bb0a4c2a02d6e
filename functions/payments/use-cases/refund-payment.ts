import { paymentRefundFailed } from '../../../events/payments/payment-refund-failed.v1.ts';
import { paymentRefundPending } from '../../../events/payments/payment-refund-pending.v1.ts';
import { paymentRefundRequested } from '../../../events/payments/payment-refund-requested.v1.ts';
import { paymentRefunded } from '../../../events/payments/payment-refunded.v1.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { isTaken, MAX_REFUND_ATTEMPTS, type Payment } from '../domain/payment.ts';
import type { RefundState } from '../domain/provider.ts';
import type { PaymentPorts } from './ports.ts';
import { record, type Source } from './record.ts';

/**
 * Gives all of a captured payment back. The refund's id is stored before the provider is asked, so
 * that a retry asks for the same one. A pending refund is done later, by a webhook or when this
 * runs again. A failed one is followed by another with its own id, {@link MAX_REFUND_ATTEMPTS} in
 * all; each failure is an event that a person gets.
 */
export async function refundCaptured(
  ports: PaymentPorts,
  captured: Payment,
  step: string,
): Promise<Result<void, never>> {
  let payment = captured;
  while (isTaken(payment)) {
    const failed = payment.refund?.state === 'failed';
    if (failed && (payment.refund?.failures ?? 0) >= MAX_REFUND_ATTEMPTS) break;
    if (!payment.refund || failed) {
      const refundId = createId('rfd');
      payment = await record(ports, sourceOf(payment, step), paymentRefundRequested, { refundId });
    }
    payment = await settleRefund(ports, payment, await stateOf(ports, payment), step);
    if (payment.refund?.state === 'pending') break;
  }
  return ok(undefined);
}

/**
 * Acts on news of the provider about a payment's refund: its present state decides. A failed one is
 * attempted again.
 *
 * @returns the outcome, for people who look into it.
 */
export async function receiveRefund(ports: PaymentPorts, payment: Payment, step: string): Promise<string> {
  const { intentId, refund } = payment;
  const state = intentId && refund && (await ports.provider.readRefund({ intentId, refundId: refund.id }));
  if (!state) return 'unknown_refund';
  if (state === refund.state) return 'recorded';
  await refundCaptured(ports, await settleRefund(ports, payment, state, step), step);
  return `refund_${state}`;
}

/**
 * Gives back what the provider still has of a payment that counts as refunded. Our refund has
 * failed, or one by hand that counted for it.
 */
export async function refundRest(ports: PaymentPorts, payment: Payment, step: string): Promise<void> {
  await refundCaptured(ports, await settleRefund(ports, payment, 'failed', step), step);
}

/** The amount of a refund is that of the money that was taken, without what went back before. */
const sourceOf = (payment: Payment, step: string): Source => {
  const { orderId, amount, captured = amount, reversed } = payment;
  const rest = { ...captured, amount: captured.amount - (reversed?.amount ?? 0) };
  return { payment, orderId, amount: rest, step };
};

/** An order that costs nothing has nothing to give back. */
async function stateOf({ provider }: PaymentPorts, { orderId, intentId, refund }: Payment): Promise<RefundState> {
  if (!intentId || !refund) return 'succeeded';
  const request = { orderId, intentId, refundId: refund.id };
  // The reply to the request is the state of that day, so the refund itself is read.
  const known = refund.state === 'pending' ? await provider.readRefund(request) : undefined;
  return known ?? provider.refund(request);
}

async function settleRefund(ports: PaymentPorts, payment: Payment, state: RefundState, step: string): Promise<Payment> {
  const { refund } = payment;
  if (!refund || refund.state === state) return payment;
  const source = sourceOf(payment, step);
  const facts = { refundId: refund.id };
  if (state === 'succeeded') return record(ports, source, paymentRefunded, facts);
  if (state === 'pending') return record(ports, source, paymentRefundPending, facts);
  const willRetry = refund.failures + 1 < MAX_REFUND_ATTEMPTS;
  return record(ports, source, paymentRefundFailed, { ...facts, willRetry });
}
