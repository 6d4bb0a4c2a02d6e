import { paymentCancelled } from '../../../events/payments/payment-cancelled.v1.ts';
import { paymentSucceeded } from '../../../events/payments/payment-succeeded.v1.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Payment } from '../domain/payment.ts';
import { ensureIntent } from './ensure-intent.ts';
import type { PayableOrder, PaymentPorts } from './ports.ts';
import { record } from './record.ts';
import { refundCaptured } from './refund-captured.ts';

const STEP = 'CancelPayment';

/**
 * Undoes an order's payment however far it came, for good: nothing of it can be taken any more, and what was taken is given back. Where
 * nothing was begun it leaves a tombstone. Idempotent.
 *
 * @throws TransientFault when the outcome is not known yet.
 */
export async function cancelPayment(
  ports: PaymentPorts,
  { order }: { readonly order: Pick<PayableOrder, 'id' | 'total'> },
): Promise<Result<void, never>> {
  const payment = await ports.getPayment(order.id);
  if (!payment) {
    const source = { payment, orderId: order.id, amount: order.total, step: STEP };
    await record(ports, source, paymentCancelled, {});
    return ok(undefined);
  }
  if (payment.fenced) return ok(undefined);
  if (payment.status === 'captured') return refundCaptured(ports, payment, STEP);
  return cancelIntent(ports, payment);
}

async function cancelIntent(ports: PaymentPorts, begun: Payment): Promise<Result<void, never>> {
  let payment = begun;
  if (!payment.intentId && payment.status === 'pending') {
    // An intent may have been made whose reply was lost; its key tells which.
    const ensured = await ensureIntent(ports, payment, STEP);
    if (ensured.ok) payment = ensured.value.payment;
  }
  const { orderId, intentId } = payment;
  const source = { ...payment, payment, step: STEP };
  if (intentId) {
    const intent = await ports.provider.cancelIntent({ orderId, intentId });
    if (intent.state === 'captured') {
      return refundCaptured(ports, await record(ports, source, paymentSucceeded, {}), STEP);
    }
    if (intent.state !== 'cancelled') throw new TransientFault(`The intent ${intentId} is still ${intent.state}.`);
  }
  await record(ports, source, paymentCancelled, {});
  return ok(undefined);
}
