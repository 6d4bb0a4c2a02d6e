import { paymentIntentCreated } from '../../../events/payments/payment-intent-created.v1.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Payment } from '../domain/payment.ts';
import type { Decline, Intent } from '../domain/provider.ts';
import type { PaymentPorts } from './ports.ts';
import { record } from './record.ts';

/**
 * The intent of a requested payment as it is now. It is read by its stored id, or else created by
 * its key, which returns the same intent however often it is used. The id is stored before anything
 * else happens to the intent.
 */
export async function ensureIntent(
  ports: PaymentPorts,
  payment: Payment,
  step: string,
): Promise<Result<{ readonly payment: Payment; readonly intent: Intent }, Decline>> {
  if (payment.intentId) return ok({ payment, intent: await ports.provider.readIntent(payment.intentId) });
  const { orderId, amount, createdAt } = payment;
  const created = await ports.provider.createIntent({ orderId, amount, requestedAt: new Date(createdAt) });
  if (!created.ok) return created;
  const source = { ...payment, payment, step };
  const stored = await record(ports, source, paymentIntentCreated, { intentId: created.value.id });
  return ok({ payment: stored, intent: created.value });
}
