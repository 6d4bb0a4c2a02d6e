/** One delivery of a webhook: signed and posted. */

import { createHmac } from 'node:crypto';

export interface Delivery {
  readonly url: string;
  readonly secret: string;
  /** The event as JSON text; exactly this text is signed and sent. */
  readonly body: string;
  /** The time of sending, in seconds since the epoch. */
  readonly sentAt: number;
  readonly signal: AbortSignal;
}

/**
 * Returns the receiver's status; null without a response: no listener, a dead socket, an abort. A
 * redirect is not followed.
 */
export async function deliver({ url, secret, body, sentAt, signal }: Delivery): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json; charset=utf-8',
        'Stripe-Signature': `t=${sentAt},v1=${signatureOf(secret, sentAt, body)}`,
        'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      },
      body,
      redirect: 'manual',
      signal,
    });
    // The rest of the response is not needed, but unread it would keep its connection.
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

function signatureOf(secret: string, sentAt: number, body: string): string {
  return createHmac('sha256', secret).update(`${sentAt}.${body}`).digest('hex');
}
