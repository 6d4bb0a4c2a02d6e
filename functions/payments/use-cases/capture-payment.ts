import { paymentSucceeded } from '../../../events/payments/payment-succeeded.v1.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { equals } from '../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { isTaken } from '../domain/payment.ts';
import type { PaymentPorts } from './ports.ts';
import { record } from './record.ts';

const STEP = 'CapturePayment';

/**
 * Takes the authorized money: the saga's pivot. Succeeds if it was taken before, and refuses only
 * if it can never be taken.
 *
 * @throws TransientFault when the outcome is not known yet.
 */
export async function capturePayment(
  ports: PaymentPorts,
  { orderId }: { readonly orderId: string },
): Promise<Result<void, Refusal<'payments.capture_failed'>>> {
  const payment = await ports.getPayment(orderId);
  if (!payment) throw new Error(`The order ${orderId} has no payment to capture.`);
  if (isTaken(payment)) return ok(undefined);
  if (payment.status !== 'authorized') {
    return refuse('payments.capture_failed', 'No money is reserved for this order, so none can be taken.');
  }
  const { intentId } = payment;
  if (intentId) {
    const captured = await ports.provider.captureIntent({ orderId, intentId });
    if (!captured.ok) return captured;
    if (captured.value.state === 'cancelled') {
      return refuse('payments.capture_failed', 'The reservation of the money was cancelled or has expired.');
    }
    if (captured.value.state !== 'captured') {
      throw new TransientFault(`The intent ${intentId} is still ${captured.value.state}.`);
    }
    if (!equals(captured.value.amount, payment.amount)) {
      // An intent is captured once, so the rest can never be taken. The undo gives the part back.
      return refuse('payments.capture_failed', 'Another amount than the total was taken. It is given back.');
    }
  }
  await record(ports, { ...payment, payment, step: STEP }, paymentSucceeded, {});
  return ok(undefined);
}
