import { TransientFault } from '../../../shared/kernel/faults.ts';
import { equals } from '../../../shared/kernel/money.ts';
import { declineOf, type Payment } from '../domain/payment.ts';
import type { Decline } from '../domain/provider.ts';
import { type CheckPorts, checkIntent } from './check-intent.ts';
import { decideAnew } from './record.ts';
import { receiveRefund } from './refund-payment.ts';
import { settleIntent } from './settle-intent.ts';
import type { WaitingTaskPorts } from './withdraw-payment.ts';

/** The content of a verified event of the provider. Only its ids are trusted. */
export interface PaymentWebhook {
  readonly eventId: string;
  readonly intentId: string;
  readonly about: 'intent' | 'refund' | 'charge';
  /** Undefined for an intent that was not made for an order. */
  readonly orderId: string | undefined;
}

export interface WebhookPorts extends CheckPorts, WaitingTaskPorts {
  keepWebhook(eventId: string, receivedAt: Date): Promise<'fresh' | 'open' | 'done'>;
  closeWebhook(eventId: string, outcome: string): Promise<void>;
}

/**
 * Acts on a provider's event once it is kept. The intent's present state decides, not the event's
 * content, so events may come twice, late or in any order. An event about an unknown payment or a
 * different amount is kept with that outcome, and never acted on.
 *
 * @returns the outcome.
 * @throws TransientFault when the provider should send it again.
 */
export async function receiveWebhook(ports: WebhookPorts, webhook: PaymentWebhook): Promise<string> {
  if ((await ports.keepWebhook(webhook.eventId, ports.clock.now())) === 'done') return 'duplicate';
  const outcome = await decideAnew(() => settle(ports, webhook));
  await ports.closeWebhook(webhook.eventId, outcome);
  return outcome;
}

async function settle(ports: WebhookPorts, { intentId, orderId, about }: PaymentWebhook): Promise<string> {
  const payment = orderId === undefined ? undefined : await ports.getPayment(orderId);
  const isKnown = payment?.intentId === intentId;
  if (about === 'intent') return isKnown ? settlePayment(ports, payment, intentId) : 'unknown_intent';
  const outcome = about === 'refund' && isKnown ? await receiveRefund(ports, payment, 'Webhook') : 'unknown_refund';
  // The news may be about a refund by hand, beside ours.
  return outcome === 'unknown_refund' || outcome === 'recorded' ? compareWithProvider(ports, intentId) : outcome;
}

/**
 * Acts on news that our own calls did not make: a refund, a capture or a dispute by somebody else.
 *
 * @returns the outcome: how the provider and the shop differ, if they do.
 */
async function compareWithProvider(ports: WebhookPorts, intentId: string): Promise<string> {
  const charged = await ports.provider.readCharged(intentId);
  if (!charged) return 'unknown_intent';
  const finding = await checkIntent(ports, { intentId, orderId: charged.orderId });
  return finding?.kind ?? 'nothing_to_do';
}

/** Settles a payment by its intent's present state, and answers the saga. @returns the outcome. */
export async function settlePayment(ports: WebhookPorts, payment: Payment, intentId: string): Promise<string> {
  if (payment.fenced) return 'payment_is_over';
  if (payment.status === 'pending' || payment.status === 'requires_action') {
    const intent = await ports.provider.readIntent(intentId);
    if (!equals(intent.amount, payment.amount)) return 'wrong_amount';
    // The saga's own step is about to confirm it, or the buyer has yet to act.
    if (intent.state === 'unconfirmed' || intent.state === 'requires_action') return 'nothing_to_do';
    const settled = await settleIntent(ports, payment, intent, { step: 'Webhook' });
    return answerSaga(ports, payment, settled.ok ? undefined : settled.refusal);
  }
  // It was recorded before, but perhaps by a run that died before it answered the saga.
  return answerSaga(ports, payment, declineOf(payment));
}

/**
 * Tells every attempt that may wait. An outcome that reaches nobody is not done while the payment
 * rests on it. The provider then sends the event again, until the saga or its undo has moved on.
 */
async function answerSaga(ports: WebhookPorts, { orderId }: Payment, decline: Decline | undefined): Promise<string> {
  const { taskTokens = [] } = (await ports.getWaiting(orderId)) ?? {};
  if (taskTokens.length === 0) return 'recorded';
  const reached: boolean[] = [];
  for (const token of taskTokens) {
    reached.push(await (decline ? ports.failTask(token, decline) : ports.answerTask(token)));
  }
  if (reached.includes(true)) {
    await ports.endWaiting(orderId);
    return 'answered';
  }
  const payment = await ports.getPayment(orderId);
  const rests = payment && !payment.fenced && (payment.status === 'authorized' || payment.status === 'failed');
  if (rests) throw new TransientFault(`No task of the saga of ${orderId} waits for the outcome of its payment.`);
  return 'recorded';
}
