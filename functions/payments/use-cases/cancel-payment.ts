import { paymentCancelled } from '../../../events/payments/payment-cancelled.v1.ts';
import { paymentIntentCreated } from '../../../events/payments/payment-intent-created.v1.ts';
import { paymentSucceeded } from '../../../events/payments/payment-succeeded.v1.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { isTaken, type Payment } from '../domain/payment.ts';
import type { PayableOrder, PaymentPorts } from './ports.ts';
import { record } from './record.ts';
import { refundCaptured } from './refund-payment.ts';

const CANCEL = 'CancelPayment';

/** No attempt to create an intent lives longer. */
const ATTEMPT_MINUTES = 10;

/**
 * Undoes an order's payment as far as it came: nothing of it can be taken any more, and captured
 * money is given back. Where nothing was begun it leaves a tombstone. It creates nothing: where the
 * reply to a creation may have been lost, it looks for the intent. Idempotent. A confirmed order's
 * payment stays: its saga may run again, and must not take back what the first run did.
 *
 * @throws TransientFault when the outcome is not known yet.
 */
export async function cancelPayment(
  ports: PaymentPorts,
  { order }: { readonly order: Pick<PayableOrder, 'id' | 'status' | 'total'> },
): Promise<Result<void, never>> {
  if (order.status === 'confirmed') return ok(undefined);
  const payment = await ports.getPayment(order.id);
  if (!payment) {
    const source = { payment, orderId: order.id, amount: order.total, step: CANCEL };
    await record(ports, source, paymentCancelled, {});
    return ok(undefined);
  }
  if (payment.fenced) return payment.intentInDoubt ? settleDoubt(ports, payment) : ok(undefined);
  if (isTaken(payment)) return refundCaptured(ports, payment, CANCEL);
  return cancelIntent(ports, payment);
}

async function cancelIntent(ports: PaymentPorts, begun: Payment): Promise<Result<void, never>> {
  const payment = begun.intentId || begun.status !== 'pending' ? begun : await withFoundIntent(ports, begun);
  const { orderId, intentId } = payment;
  const source = { ...payment, payment, step: CANCEL };
  if (!intentId) {
    // Only a request that is still pending can have led to an intent.
    await record(ports, source, paymentCancelled, payment.status === 'pending' ? { intentInDoubt: true } : {});
    return ok(undefined);
  }
  const intent = await ports.provider.cancelIntent({ orderId, intentId });
  if (intent.state === 'captured') {
    // It may be a part, captured by hand.
    const taken = { ...source, amount: intent.amount };
    return refundCaptured(ports, await record(ports, taken, paymentSucceeded, {}), CANCEL);
  }
  if (intent.state !== 'cancelled') throw new TransientFault(`The intent ${intentId} is still ${intent.state}.`);
  await record(ports, source, paymentCancelled, {});
  return ok(undefined);
}

/**
 * Looks for the intent of a requested payment that knows of none. Such an intent was never
 * confirmed. So a provider that is away must not keep the buyer's order from its end.
 */
async function withFoundIntent(ports: PaymentPorts, payment: Payment): Promise<Payment> {
  const { orderId, createdAt } = payment;
  const search = ports.provider.findIntent({ orderId, since: new Date(createdAt) });
  const intent = await search.catch((error: unknown) => {
    if (!(error instanceof TransientFault)) throw error;
  });
  if (!intent) return payment;
  return record(ports, { ...payment, payment, step: CANCEL }, paymentIntentCreated, { intentId: intent.id });
}

/**
 * Looks once more for the intent of a tombstone. An attempt that was under way may have created it
 * since. So one that is not found stays in doubt for a while.
 */
async function settleDoubt(ports: PaymentPorts, payment: Payment): Promise<Result<void, never>> {
  const { orderId, createdAt, updatedAt } = payment;
  const intent = await ports.provider.findIntent({ orderId, since: new Date(createdAt) });
  if (intent) {
    const { state } = await ports.provider.cancelIntent({ orderId, intentId: intent.id });
    if (state !== 'cancelled') throw new TransientFault(`The intent ${intent.id} is still ${state}.`);
  }
  const settles = Date.parse(updatedAt) + ATTEMPT_MINUTES * 60_000;
  if (intent || ports.clock.now().getTime() >= settles) {
    await record(ports, { ...payment, payment, step: CANCEL }, paymentCancelled, {});
  }
  return ok(undefined);
}
