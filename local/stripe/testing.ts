/** A running stand-in with the real SDK and a raw client, for the tests beside it. */

import Stripe from 'stripe';
import { afterEach, beforeEach } from 'vitest';
import { type StripeOptions, type StripeServer, startStripe } from './server.ts';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  readonly body: any;
}

export interface Client {
  readonly server: StripeServer;
  readonly sdk: Stripe;
  /** A form POST, with an API key. */
  post(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<RawAnswer>;
  get(path: string): Promise<RawAnswer>;
  /** JSON to `/test/…`. */
  control(method: string, path: string, json?: object): Promise<RawAnswer>;
}

const AUTHORIZATION = { Authorization: 'Bearer sk_test_123' };

/** The SDK as our functions use it, without retries of its own where it allows that. */
export function sdkFor(server: StripeServer): Stripe {
  return new Stripe('sk_test_123', {
    host: '127.0.0.1',
    port: server.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

export function clientOf(server: StripeServer): Client {
  const send = async (method: string, path: string, init: RequestInit): Promise<RawAnswer> => {
    const response = await fetch(`${server.url}${path}`, { method, ...init });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return {
    server,
    sdk: sdkFor(server),
    post: (path, form = {}, headers = {}) =>
      send('POST', path, { headers: { ...AUTHORIZATION, ...headers }, body: new URLSearchParams(form) }),
    get: (path) => send('GET', path, { headers: AUTHORIZATION }),
    control: (method, path, json) => send(method, path, json ? { body: JSON.stringify(json) } : {}),
  };
}

/** A fresh stand-in for each test of the file. */
export function useStripe(options: StripeOptions = {}): () => Client {
  let client: Client;
  beforeEach(async () => {
    client = clientOf(await startStripe(options));
  });
  afterEach(async () => {
    await client.server.close();
  });
  return () => client;
}
