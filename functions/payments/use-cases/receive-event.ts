import { type PaymentWebhook, receiveWebhook, type WebhookPorts } from './receive-webhook.ts';

/** A verified event of the provider. */
export interface ProviderEvent {
  /** As the provider calls it. */
  readonly type: string;
  /** Undefined for an event that is not about a payment: the endpoint may be subscribed to more. */
  readonly webhook: PaymentWebhook | undefined;
}

export interface ReceiveEventPorts extends WebhookPorts {
  /** Reports the outcome of an event about a payment. */
  report(received: { readonly eventId: string; readonly type: string; readonly outcome: string }): void;
}

/**
 * Acts on an event about a payment, and ignores every other.
 *
 * @throws TransientFault when the provider should send it again.
 */
export async function receiveEvent(ports: ReceiveEventPorts, { type, webhook }: ProviderEvent): Promise<void> {
  if (!webhook) return;
  const outcome = await receiveWebhook(ports, webhook);
  ports.report({ eventId: webhook.eventId, type, outcome });
}
