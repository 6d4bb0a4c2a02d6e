/**
 * A stateful stand-in for Stripe's HTTP API, for the local cloud and for tests. See the README
 * beside it.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from '../guard/guard.ts';
import { Account } from './account.ts';
import { type Api, answer } from './api.ts';
import type { Clock } from './clock.ts';
import { control } from './controls.ts';
import { invalidRequest } from './errors.ts';
import { type FaultSource, Faults } from './faults.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { keepState, type StripeJournal } from './store.ts';
import { type Endpoint, Webhooks } from './webhooks.ts';

const LARGEST_BODY = 1024 * 1024;

export interface StripeOptions {
  /** 0, the default, uses any free port. */
  readonly port?: number | undefined;
  /** Milliseconds since the epoch; by default the system's clock. */
  readonly clock?: Clock | undefined;
  /** Keeps the state between runs; by default it is in memory only. */
  readonly journal?: StripeJournal | undefined;
  /**
   * The first webhook endpoint. Deliveries wait for `ready`, if it is given, until the endpoint is
   * served.
   */
  readonly webhooks?: (Endpoint & { readonly ready?: Promise<unknown> | undefined }) | undefined;
  /** Multiplies the delays between deliveries of a webhook: 1 s, 5 s, 30 s and so on. Default 1. */
  readonly retryDelayScale?: number | undefined;
  /** Asked before each request, after the server's own switch. */
  readonly faults?: FaultSource | undefined;
}

export interface StripeServer {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Closes open connections and ends deliveries. */
  close(): Promise<void>;
}

/** Starts it on 127.0.0.1. Rejects when the port is taken. */
export async function startStripe(options: StripeOptions = {}): Promise<StripeServer> {
  const { clock = Date, journal, retryDelayScale } = options;
  const account = new Account(clock);
  const keys = new IdempotencyKeys(clock);
  const keep = keepState(account, keys, journal);
  const api: Api = {
    ...{ account, keys, keep, faults: new Faults(options.faults) },
    webhooks: new Webhooks(account, { retryDelayScale, ready: options.webhooks?.ready, onChange: keep }),
  };

  const server = createServer((request, response) => {
    handle(api, request, response).catch((error: unknown) => {
      if (!request.destroyed) console.error('The Stripe stand-in failed on a request:', error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  account.url = `http://127.0.0.1:${port}`;
  if (options.webhooks) api.webhooks.register(options.webhooks);
  api.webhooks.resume();

  return {
    url: account.url,
    port,
    close: async () => {
      api.webhooks.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) {
    const error = { type: 'invalid_request_error', message: refusal };
    return send(response, 403, { Connection: 'close' }, JSON.stringify({ error }));
  }
  const { method = 'GET', headers } = request;
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const contentType = headers['content-type'];
  const body = await readBody(request);
  if (body === undefined) {
    const { body: error } = invalidRequest(`A body can have up to ${LARGEST_BODY} bytes.`);
    return send(response, 413, { Connection: 'close' }, JSON.stringify({ error }));
  }
  if (path.startsWith('/test/')) {
    const { status, body: object } = await control(api, { method, path, body, contentType });
    return send(response, status, {}, JSON.stringify(object));
  }
  const key = headers['idempotency-key'];
  const reply = await answer(api, {
    method,
    path,
    parameters: method === 'GET' ? query : body,
    contentType,
    authorization: headers.authorization,
    idempotencyKey: typeof key === 'string' && key !== '' ? key : undefined,
  });
  if (reply.drop) {
    response.destroy();
    return;
  }
  const version = headers['stripe-version'];
  const echoed = typeof version === 'string' ? { 'Stripe-Version': version } : {};
  send(response, reply.status, { ...echoed, ...reply.headers }, reply.body);
}

/** Undefined for a body that is too large. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body);
}
