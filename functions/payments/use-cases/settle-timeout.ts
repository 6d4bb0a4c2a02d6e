import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { declineOf, isTaken } from '../domain/payment.ts';
import type { Decline } from '../domain/provider.ts';
import { type AuthorizeRefusal, isUndone, ORDER_CANCELLED } from './authorize-payment.ts';
import type { PayableOrder, PaymentPorts } from './ports.ts';
import { settleIntent } from './settle-intent.ts';

const STEP = 'SettlePayment';

type TimedOut = Refusal<'payments.timed_out'>;

/**
 * Looks once more when the wait for the buyer is over: the news of a payment may have been lost.
 * Who paid in time is authorized. 1 read unit, and a read of the intent.
 *
 * @returns a refusal when the payment was declined, cancelled or not made.
 * @throws TransientFault when the provider does not know yet.
 */
export async function settleTimeout(
  ports: PaymentPorts,
  { order }: { readonly order: Pick<PayableOrder, 'id' | 'status'> },
): Promise<Result<void, AuthorizeRefusal | TimedOut>> {
  const payment = await ports.getPayment(order.id);
  const decline: Decline | undefined = payment && declineOf(payment);
  if (decline) return { ok: false, refusal: decline };
  if (payment?.fenced || isUndone(order)) return { ok: false, refusal: ORDER_CANCELLED };
  if (payment && (payment.status === 'authorized' || isTaken(payment))) return ok(undefined);
  if (!payment?.intentId) return timedOut();
  const intent = await ports.provider.readIntent(payment.intentId);
  if (intent.state === 'unconfirmed' || intent.state === 'requires_action') return timedOut();
  return settleIntent(ports, payment, intent, { step: STEP });
}

const timedOut = () => refuse('payments.timed_out', 'The payment was not completed in time.');
