import { paymentAuthorized } from '../../../events/payments/payment-authorized.v1.ts';
import { paymentRequested } from '../../../events/payments/payment-requested.v1.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Payment } from '../domain/payment.ts';
import type { Decline, DeclineCode } from '../domain/provider.ts';
import { ensureIntent } from './ensure-intent.ts';
import type { PayableOrder, PaymentPorts } from './ports.ts';
import { record } from './record.ts';
import { checkAmount, fail, settleIntent } from './settle-intent.ts';

const STEP = 'AuthorizePayment';

export type AuthorizeRefusal = Decline | Refusal<'payments.order_cancelled'>;

interface Input {
  readonly order: PayableOrder;
  readonly taskToken?: string | undefined;
}

/**
 * Reserves an order's total on the buyer's payment method, and answers the saga's task; a payment that waits for the buyer leaves the task
 * waiting. A retry goes on from what is stored and from the intent's state. An order that costs nothing is authorized without a provider.
 *
 * @throws TransientFault when the outcome is not known yet.
 */
export async function authorizePayment(ports: PaymentPorts, input: Input): Promise<Result<void, AuthorizeRefusal>> {
  const { order, taskToken } = input;
  const payment = await ports.getPayment(order.id);
  if (payment?.failure) return refuse(payment.failure.code as DeclineCode, payment.failure.detail);
  // Undone before it was done. A task that still waits must not go on to the capture.
  if (payment?.fenced || order.status === 'cancelled') {
    return refuse('payments.order_cancelled', 'The order was cancelled.');
  }
  if (payment?.status === 'authorized' || payment?.status === 'captured') return answer(ports, taskToken);
  const source = { payment, orderId: order.id, amount: order.total, step: STEP };
  if (order.total.amount === 0) {
    await record(ports, source, paymentAuthorized, {});
    return answer(ports, taskToken);
  }
  return attempt(ports, payment ?? (await record(ports, source, paymentRequested, {})), input);
}

async function attempt(
  ports: PaymentPorts,
  requested: Payment,
  { order, taskToken }: Input,
): Promise<Result<void, Decline>> {
  const ensured = await ensureIntent(ports, requested, STEP);
  if (!ensured.ok) return fail(ports, requested, ensured.refusal, STEP);
  const { payment, intent } = ensured.value;
  checkAmount(payment, intent);
  if (intent.state !== 'unconfirmed') return settleIntent(ports, payment, intent, { step: STEP, taskToken });
  const { id: orderId, paymentMethod } = order;
  const confirmed = await ports.provider.confirmIntent({ orderId, intentId: intent.id, paymentMethod });
  if (!confirmed.ok) return fail(ports, payment, confirmed.refusal, STEP);
  return settleIntent(ports, payment, confirmed.value, { step: STEP, taskToken });
}

async function answer({ answerTask }: PaymentPorts, taskToken: string | undefined): Promise<Result<void, never>> {
  if (taskToken) await answerTask(taskToken);
  return ok(undefined);
}
