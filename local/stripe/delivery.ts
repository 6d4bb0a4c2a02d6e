/** One delivery of a webhook: signed and posted. */

import { createHmac } from 'node:crypto';

export interface Delivery {
  readonly url: string;
  readonly secret: string;
  /** The event as JSON text; what is signed is what is sent. */
  readonly body: string;
  /** When it is sent, in seconds since the epoch. */
  readonly sentAt: number;
  readonly signal: AbortSignal;
}

/** Answers the receiver's status; null when there was none: nobody there, a dead socket, the signal. A redirect is not followed. */
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
    // The rest of the answer is of no interest, but an unread one keeps its connection.
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

function signatureOf(secret: string, sentAt: number, body: string): string {
  return createHmac('sha256', secret).update(`${sentAt}.${body}`).digest('hex');
}
