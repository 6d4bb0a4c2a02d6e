import { settlePayment, type WebhookPorts } from './receive-webhook.ts';
import { decideAnew } from './record.ts';

export interface LookPorts extends WebhookPorts {
  report(error: unknown): void;
}

/**
 * Settles a payment that waits for its buyer by the intent's present state, as its webhook would.
 * So a lost webhook does not hold up an order that somebody looks at. 1 read unit and a read of the
 * intent, if it still waits. A look that fails is reported, and must not hold up the stream: the
 * buyer's next request asks for another.
 */
export async function lookAtPayment(ports: LookPorts, orderId: string): Promise<string> {
  try {
    return await decideAnew(async () => {
      const payment = await ports.getPayment(orderId);
      if (payment?.status !== 'requires_action' || !payment.intentId) return 'nothing_to_do';
      return settlePayment(ports, payment, payment.intentId);
    });
  } catch (error) {
    ports.report(error);
    return 'failed';
  }
}
