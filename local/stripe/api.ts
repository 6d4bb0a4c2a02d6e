/**
 * Handles one request of Stripe's API: key, route, idempotency, faults. Knows nothing of sockets.
 */

import { setImmediate } from 'node:timers/promises';
import { type Account, randomId } from './account.ts';
import { invalidRequest, StripeError } from './errors.ts';
import type { StripeEvent } from './events.ts';
import { type Faults, faultError } from './faults.ts';
import { parseForm } from './form.ts';
import type { IdempotencyKeys, StoredAnswer } from './idempotency.ts';
import { type Execute, ROUTES, type Route } from './routes.ts';
import type { Webhooks } from './webhooks.ts';

export interface ApiRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** The form as received: the body of a POST, the query string of a GET. */
  readonly parameters: string;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  /** JSON text. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The effect is done, but the caller must not get the response. */
  readonly drop?: boolean;
}

export interface Api {
  readonly account: Account;
  readonly keys: IdempotencyKeys;
  readonly faults: Faults;
  readonly webhooks: Webhooks;
  /** Keeps what has changed since its last call. */
  readonly keep: () => void;
}

/** Responds to the request; a refusal is a response too. */
export async function answer(api: Api, request: ApiRequest): Promise<ApiAnswer> {
  const requestId = randomId('req', 14);
  try {
    return await route(api, request, requestId);
  } catch (error) {
    return { ...asStored(error, requestId), headers: { 'Request-Id': requestId } };
  }
}

async function route(api: Api, request: ApiRequest, requestId: string): Promise<ApiAnswer> {
  checkAuthorization(request.authorization);
  const found = findRoute(request);
  const key = request.method === 'POST' ? request.idempotencyKey : undefined;
  if (key === undefined) {
    const { stored, drop, events } = run(api, request, requestId, prepare(found, request));
    await announced(api, events);
    return { ...stored, drop, headers: { 'Request-Id': requestId } };
  }
  const replayed = api.keys.claim({ key, path: request.path, parameters: request.parameters });
  if (replayed) {
    const drop = api.faults.take(request.method, request.path, ['drop-reply']) !== undefined;
    return { ...replayed, drop, headers: { ...keyedHeaders(requestId, key, replayed), 'Idempotent-Replayed': 'true' } };
  }
  let execute: Execute;
  try {
    execute = prepare(found, request);
  } catch (error) {
    api.keys.abandon(key);
    throw error;
  }
  // At Stripe, a request still runs after it has claimed its key. Yield, so that one with the same
  // key can find it running.
  await setImmediate();
  const { stored, drop, executed, events } = run(api, request, requestId, execute);
  if (executed) api.keys.complete(key, stored);
  else api.keys.abandon(key);
  await announced(api, events);
  return { ...stored, drop, headers: keyedHeaders(requestId, key, stored) };
}

/**
 * Sends the events. The request's changes, its events and its key are kept together before anything
 * leaves.
 */
export async function announced(
  { webhooks, keep }: Pick<Api, 'webhooks' | 'keep'>,
  events: readonly StripeEvent[],
): Promise<void> {
  const sent = webhooks.announce(events);
  keep();
  await sent;
}

interface Run {
  readonly stored: StoredAnswer;
  readonly drop: boolean;
  /** Whether the result belongs to the key. */
  readonly executed: boolean;
  readonly events: readonly StripeEvent[];
}

function run(api: Api, request: ApiRequest, requestId: string, execute: Execute): Run {
  const fault = api.faults.take(request.method, request.path, ['before', 'after', 'drop-reply']);
  if (fault?.when === 'before') {
    // A failure inside Stripe is a result, and kept like any other. A refusal before that (429) is
    // not.
    return { stored: asStored(faultError(fault), requestId), drop: false, executed: fault.status >= 500, events: [] };
  }
  const cause = { id: requestId, idempotency_key: request.idempotencyKey ?? null };
  const { result, events } = api.account.execute(() => attempt(api.account, execute, requestId), cause);
  const stored = fault?.when === 'after' ? asStored(faultError(fault), requestId) : result;
  return { stored, drop: fault?.when === 'drop-reply', executed: true, events };
}

function attempt(account: Account, execute: Execute, requestId: string): StoredAnswer {
  try {
    return { status: 200, body: toJson(execute(account)), requestId };
  } catch (error) {
    return asStored(error, requestId);
  }
}

function prepare({ route, id }: { route: Route; id: string }, request: ApiRequest): Execute {
  const isForm = request.contentType?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (request.method === 'POST' && request.parameters !== '' && !isForm) {
    throw invalidRequest(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have questions, we can help at https://support.stripe.com/.',
    );
  }
  return route.prepare(id, parseForm(request.parameters));
}

function findRoute({ method, path }: ApiRequest): { route: Route; id: string } {
  for (const route of ROUTES) {
    const match = route.method === method ? route.path.exec(path) : null;
    if (match) return { route, id: match[1] ?? '' };
  }
  throw invalidRequest(
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    { status: 404 },
  );
}

function checkAuthorization(authorization: string | undefined): void {
  const [, scheme, credentials] = /^(\w+) (.+)$/.exec(authorization ?? '') ?? [];
  const key =
    scheme === 'Basic'
      ? Buffer.from(credentials ?? '', 'base64')
          .toString()
          .split(':')[0]
      : credentials;
  if (key?.startsWith('sk_test_')) return;
  const message = key
    ? `Invalid API Key provided: ${key.slice(0, 8)}***`
    : "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
  throw invalidRequest(message, { status: 401 });
}

function keyedHeaders(requestId: string, key: string, stored: StoredAnswer): Record<string, string> {
  return {
    'Request-Id': requestId,
    'Idempotency-Key': key,
    'Original-Request': stored.requestId,
    // A retry with this key would only get the same failure; Stripe's header tells the SDK so.
    ...(stored.status >= 500 ? { 'Stripe-Should-Retry': 'false' } : {}),
  };
}

function asStored(error: unknown, requestId: string): StoredAnswer {
  if (!(error instanceof StripeError)) {
    console.error('The Stripe stand-in failed on a request:', error);
    return {
      status: 500,
      body: toJson({ error: { type: 'api_error', message: 'An unknown error occurred.' } }),
      requestId,
    };
  }
  return { status: error.status, body: toJson({ error: error.body }), requestId };
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
