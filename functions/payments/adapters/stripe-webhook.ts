import { connectToStripe, readWebhookSecrets } from './stripe-client.ts';

/** Seconds that a signature is good for, against replays: Stripe's own recommendation. https://docs.stripe.com/webhooks#replay-attacks */
const TOLERANCE_S = 300;

/** `t=<seconds>,v1=<hex>`, with more of them. The SDK fails on others, which anybody can send. */
const HEADER = /^[a-z\d]{1,8}=[\da-f]{1,128}(?:,[a-z\d]{1,8}=[\da-f]{1,128})*$/;

/** Read once per environment, like the API key. */
let secrets: Promise<readonly string[]> | undefined;

/**
 * @returns the event, if a secret of the endpoint signed these bytes in the last five minutes;
 * `null` if they are signed but not JSON.
 */
export async function verifyStripeEvent(rawBody: string, signature: string | undefined): Promise<unknown> {
  if (!signature || !HEADER.test(signature)) return undefined;
  const stripe = await connectToStripe();
  const verifier = stripe.webhooks.signature;
  if (!verifier) throw new Error('This build of the SDK of Stripe verifies no signatures.');
  secrets ??= readWebhookSecrets().catch((error: unknown) => {
    secrets = undefined;
    throw error;
  });
  for (const secret of await secrets) {
    try {
      // Its constructEvent fails on thin events, which an endpoint may be subscribed to as well.
      await verifier.verifyHeaderAsync(rawBody, signature, secret, TOLERANCE_S);
      return parsed(rawBody);
    } catch (error) {
      if (!(error instanceof stripe.errors.StripeSignatureVerificationError)) throw error;
    }
  }
  return undefined;
}

function parsed(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody);
  } catch {
    return null;
  }
}
