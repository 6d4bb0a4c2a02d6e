/**
 * A running stand-in with the real SDK, a raw client and a receiver of webhooks, for the tests
 * beside it.
 */

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { afterEach, beforeEach, onTestFinished } from 'vitest';
import { type StripeOptions, type StripeServer, startStripe } from './server.ts';
import type { StripeEntry, StripeJournal } from './store.ts';

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

/** The SDK as our functions use it, without its own retries where it allows that. */
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

export interface Received {
  readonly headers: IncomingHttpHeaders;
  /** The body as received. */
  readonly body: string;
  readonly event: Stripe.Event;
}

export interface Receiver {
  readonly url: string;
  readonly secret: string;
  /** In the order of arrival. */
  readonly received: readonly Received[];
  /** The types of what was received. */
  types(): string[];
  close(): Promise<void>;
}

type Reaction = number | 'dead-socket' | 'silence';
/**
 * The receiver's reaction to the delivery with this index: a status, a dead socket or no response
 * at all.
 */
export type React = (index: number, event: Stripe.Event) => Reaction | Promise<Reaction>;

/** Receives webhooks on 127.0.0.1 until the test is over. */
export async function startReceiver(react: React = () => 200, port = 0): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const event = JSON.parse(body);
    const reaction = await react(received.push({ headers: request.headers, body, event }) - 1, event);
    if (reaction === 'dead-socket') response.destroy();
    else if (reaction !== 'silence') response.writeHead(reaction).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    secret: 'whsec_test',
    received,
    types: () => received.map(({ event }) => event.type),
    close,
  };
}

/** Keeps what one server writes for the next, as a journal does that is not closed. */
export function memoryJournal(): StripeJournal & { readonly entries: readonly StripeEntry[] } {
  const entries: StripeEntry[] = [];
  return {
    entries,
    keep(_name, { restore }) {
      for (const entry of entries) restore(entry);
      return (entry) => entries.push(entry);
    },
  };
}
