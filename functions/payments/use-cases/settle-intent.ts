import { paymentActionRequired } from '../../../events/payments/payment-action-required.v1.ts';
import { paymentAuthorized } from '../../../events/payments/payment-authorized.v1.ts';
import { paymentFailed } from '../../../events/payments/payment-failed.v1.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { equals } from '../../../shared/kernel/money.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Payment } from '../domain/payment.ts';
import { type Decline, type Intent, withToken } from '../domain/provider.ts';
import type { PaymentPorts } from './ports.ts';
import { PaymentChanged, record } from './record.ts';

/**
 * Acts on the present state of an intent, for the saga's step and for a webhook alike. Authorized:
 * it is recorded, and the waiting task is completed. Declined or cancelled: it is recorded and
 * refused. Waiting for the buyer: it is recorded, and the task continues to wait.
 *
 * @throws TransientFault when the provider does not know yet.
 */
export async function settleIntent(
  ports: PaymentPorts,
  payment: Payment,
  intent: Intent,
  { step, taskToken }: { readonly step: string; readonly taskToken?: string | undefined },
): Promise<Result<void, Decline>> {
  checkAmount(payment, intent);
  switch (intent.state) {
    case 'authorized':
    case 'captured':
      await record(ports, { ...payment, payment, step }, paymentAuthorized, {});
      await answerAttempts(ports, payment, taskToken);
      return ok(undefined);
    case 'requires_action':
      await waitForBuyer(ports, payment, intent, { step, taskToken });
      return ok(undefined);
    case 'declined':
      return fail(
        ports,
        payment,
        intent.decline ?? { code: 'payments.card_declined', detail: 'The card was declined.' },
        step,
      );
    case 'cancelled':
      return fail(ports, payment, { code: 'payments.intent_cancelled', detail: 'The payment was cancelled.' }, step);
    case 'unconfirmed':
    case 'processing':
      throw new TransientFault(`The intent ${intent.id} is still ${intent.state}.`);
  }
}

/** Records the reason why a payment cannot be taken, and refuses it. */
export async function fail(
  ports: PaymentPorts,
  payment: Payment,
  decline: Decline,
  step: string,
): Promise<{ readonly ok: false; readonly refusal: Decline }> {
  const { code, detail } = decline;
  await record(ports, { ...payment, payment, step }, paymentFailed, { code, detail });
  return { ok: false, refusal: decline };
}

/** @throws Error when the intent's amount differs from the order's. */
export function checkAmount({ orderId, amount }: Payment, intent: Intent): void {
  if (equals(intent.amount, amount)) return;
  const [expected, found] = [amount, intent.amount].map(({ amount, currency }) => `${amount} ${currency}`);
  throw new Error(`The intent ${intent.id} of ${orderId} is about ${found}, not ${expected}.`);
}

async function waitForBuyer(
  ports: PaymentPorts,
  payment: Payment,
  { id, nextAction }: Intent,
  { step, taskToken }: { readonly step: string; readonly taskToken?: string | undefined },
): Promise<void> {
  if (!nextAction) throw new Error(`The intent ${id} asks for an action but does not say which.`);
  if (payment.status !== 'requires_action') {
    const waiting = { ...nextAction, taskTokens: withToken([], taskToken) };
    await record(ports, { ...payment, payment, step }, paymentActionRequired, { type: nextAction.type }, waiting);
    return;
  }
  const seen = await ports.getWaiting(payment.orderId);
  const waiting = { ...nextAction, taskTokens: withToken(seen?.taskTokens ?? [], taskToken) };
  if (!(await ports.saveWaiting(payment, waiting, seen))) throw new PaymentChanged(payment.orderId);
}

/**
 * Answers the attempt that settles the intent, and those that wait already: only one is alive, and
 * it need not be this one.
 */
async function answerAttempts(ports: PaymentPorts, payment: Payment, taskToken: string | undefined): Promise<void> {
  if (!taskToken) return;
  const earlier = payment.status === 'requires_action' ? await ports.getWaiting(payment.orderId) : undefined;
  for (const token of withToken(earlier?.taskTokens ?? [], taskToken)) await ports.answerTask(token);
}
