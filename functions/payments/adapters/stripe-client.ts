import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type Stripe from 'stripe';
import * as z from 'zod';
import { optionalSetting, setting } from '../../../shared/runtime/settings.ts';

const secretSchema = z.object({
  apiKey: z.string().min(1),
  /** The endpoint's signing secret, and the former one while it is rolled. */
  webhookSecrets: z.array(z.string().min(1)).default([]),
});

/** Two calls with a retry each fit into the function's 30 seconds. */
const TIMEOUT_MS = 6_000;
const MAX_RETRIES = 1;

let connecting: Promise<Stripe> | undefined;

/**
 * The one Stripe client of a function. Lazy: the SDK is slow to load, and not every invocation
 * needs it.
 */
export function connectToStripe(): Promise<Stripe> {
  connecting ??= connect().catch((error: unknown) => {
    connecting = undefined;
    throw error;
  });
  return connecting;
}

/** @param apiBase where Stripe's API is, if not at Stripe, e.g. `http://127.0.0.1:12111`. */
export async function createStripe(apiKey: string, apiBase?: string): Promise<Stripe> {
  const { default: StripeClient } = await import('stripe');
  const config = { timeout: TIMEOUT_MS, maxNetworkRetries: MAX_RETRIES, telemetry: false };
  if (!apiBase) return new StripeClient(apiKey, config);
  const { protocol, hostname, port } = new URL(apiBase);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return new StripeClient(apiKey, {
    ...config,
    protocol: scheme,
    host: hostname,
    port: port || (scheme === 'http' ? 80 : 443),
  });
}

async function connect(): Promise<Stripe> {
  const { apiKey } = await readSecret();
  return createStripe(apiKey, optionalSetting('STRIPE_API_BASE'));
}

/** The signing secrets of the shop's webhook endpoint. */
export const readWebhookSecrets = async (): Promise<readonly string[]> => (await readSecret()).webhookSecrets;

async function readSecret(): Promise<z.output<typeof secretSchema>> {
  const { SecretString = '' } = await new SecretsManagerClient({}).send(
    new GetSecretValueCommand({ SecretId: setting('STRIPE_SECRET_ARN') }),
  );
  return secretSchema.parse(JSON.parse(SecretString));
}
