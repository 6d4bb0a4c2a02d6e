import { paymentRefundRequested } from '../../../events/payments/payment-refund-requested.v1.ts';
import { paymentRefunded } from '../../../events/payments/payment-refunded.v1.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Payment } from '../domain/payment.ts';
import type { PaymentPorts } from './ports.ts';
import { record } from './record.ts';

/** Gives all of a captured payment back. The refund's id is stored before the provider is asked, so that a retry asks for the same one. */
export async function refundCaptured(
  ports: PaymentPorts,
  captured: Payment,
  step: string,
): Promise<Result<void, never>> {
  const { orderId, intentId } = captured;
  const refundId = captured.refund?.id ?? createId('rfd');
  const payment = captured.refund
    ? captured
    : await record(ports, { ...captured, payment: captured, step }, paymentRefundRequested, { refundId });
  if (intentId) await ports.provider.refund({ orderId, intentId, refundId });
  await record(ports, { ...payment, payment, step }, paymentRefunded, { refundId });
  return ok(undefined);
}
