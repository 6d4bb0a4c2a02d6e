import { paymentAuthorized } from '../../../events/payments/payment-authorized.v1.ts';
import { paymentRequested } from '../../../events/payments/payment-requested.v1.ts';
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import { declineOf, isTaken, isTooLate, type Payment } from '../domain/payment.ts';
import type { Decline, Intent } from '../domain/provider.ts';
import { overheld } from '../domain/waiting-share.ts';
import { ensureIntent } from './ensure-intent.ts';
import type { PayableOrder, PaymentPorts } from './ports.ts';
import { record } from './record.ts';
import { checkAmount, fail, settleIntent } from './settle-intent.ts';

const AUTHORIZE = 'AuthorizePayment';

/** The order has ended without a sale: its payment is to be undone, however far it came. */
export const isUndone = ({ status }: Pick<PayableOrder, 'status'>): boolean =>
  status === 'cancelled' || status === 'rejected';

export const ORDER_CANCELLED = { code: 'payments.order_cancelled', detail: 'The order was cancelled.' } as const;

const TOO_LATE: Decline = {
  code: 'payments.timed_out',
  detail: 'The payment could not be made within an hour of the order. You were not charged.',
};

export type AuthorizeRefusal = Decline | Refusal<(typeof ORDER_CANCELLED)['code']>;

interface Input {
  readonly order: PayableOrder;
  readonly taskToken?: string | undefined;
}

/**
 * Reserves an order's total on the buyer's payment method, and completes the saga's task. A payment
 * that waits for the buyer leaves the task waiting. A retry continues from the stored payment and
 * from the intent's state. An order that costs nothing is authorized without a provider. One that
 * was placed more than an hour ago is not charged any more.
 *
 * @throws TransientFault when the outcome is not known yet.
 */
export async function authorizePayment(ports: PaymentPorts, input: Input): Promise<Result<void, AuthorizeRefusal>> {
  const { order, taskToken } = input;
  const payment = await ports.getPayment(order.id);
  const decline = payment && declineOf(payment);
  if (decline) return { ok: false, refusal: decline };
  // Undone before it was done. A task that still waits must not go on to the capture.
  if (payment?.fenced || isUndone(order)) return { ok: false, refusal: ORDER_CANCELLED };
  if (payment && (payment.status === 'authorized' || isTaken(payment))) return answer(ports, taskToken);
  const source = { payment, orderId: order.id, amount: order.total, step: AUTHORIZE };
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
  const tooLate = isTooLate(order.placedAt, ports.clock.now());
  if (tooLate && !requested.intentId) return fail(ports, requested, TOO_LATE, AUTHORIZE);
  const ensured = await ensureIntent(ports, requested, AUTHORIZE);
  if (!ensured.ok) return fail(ports, requested, ensured.refusal, AUTHORIZE);
  const { payment, intent } = ensured.value;
  checkAmount(payment, intent);
  if (intent.state !== 'unconfirmed') return settleOrRefuse(ports, payment, intent, { order, taskToken });
  // An intent that was charged in time is settled above, though the news came late.
  if (tooLate) return fail(ports, payment, TOO_LATE, AUTHORIZE);
  const { id: orderId, paymentMethod } = order;
  const confirmed = await ports.provider.confirmIntent({ orderId, intentId: intent.id, paymentMethod });
  if (!confirmed.ok) return fail(ports, payment, confirmed.refusal, AUTHORIZE);
  return settleOrRefuse(ports, payment, confirmed.value, { order, taskToken });
}

/** Refuses a payment that would begin to wait while too much of the stock is held. */
async function settleOrRefuse(
  ports: PaymentPorts,
  payment: Payment,
  intent: Intent,
  { order, taskToken }: Input,
): Promise<Result<void, Decline>> {
  // One that waits already has been let in.
  const beginsToWait = intent.state === 'requires_action' && payment.status !== 'requires_action';
  if (beginsToWait) {
    const skus = [...new Set(order.lines.map(({ sku }) => sku))];
    const { share, atLeast } = ports.waitingCap;
    const cap = { share: order.isGuest ? share.guest : share.signedIn, atLeast };
    const over = overheld(skus, await ports.getLevels(skus), cap);
    if (over.length > 0) return fail(ports, payment, tooManyWaiting(over), AUTHORIZE);
  }
  return settleIntent(ports, payment, intent, { step: AUTHORIZE, taskToken });
}

const tooManyWaiting = (skus: readonly string[]): Decline => ({
  code: 'payments.too_many_waiting',
  detail: `Too many pieces of ${skus.join(', ')} wait for the payment of other orders. Try again in a few minutes, order fewer, or pay by a card that needs no confirmation by the bank.`,
});

async function answer({ answerTask }: PaymentPorts, taskToken: string | undefined): Promise<Result<void, never>> {
  if (taskToken) await answerTask(taskToken);
  return ok(undefined);
}
