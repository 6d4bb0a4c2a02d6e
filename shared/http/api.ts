import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod';
import { InvalidCursor } from '../dynamodb/cursor.ts';
import type { Refusal } from '../kernel/result.ts';
import { isVoid, type SessionMarks } from '../kernel/session-mark.ts';
import type { Trial } from '../kernel/trials.ts';
import { logger } from '../runtime/logger.ts';
import { isTransient } from '../runtime/transient.ts';
import { authenticate, authorize, type ResolveGuest, refusalFor } from './authentication.ts';
import type { Caller } from './caller.ts';
import { compressed } from './compression.ts';
import {
  type Contract,
  type FunctionsOf,
  functionNameOf,
  type Route,
  type RoutesServedBy,
  routeKey,
  routesOf,
} from './contract.ts';
import type { IfMatch } from './precondition.ts';
import { problemReply, type Reply, rendered } from './reply.ts';
import { readRequest } from './request.ts';
import { admit, type Because, type Outcome, type ThrottlePorts } from './throttle.ts';

type Output<Schema, Otherwise> = Schema extends z.ZodType ? z.output<Schema> : Otherwise;

/** An authenticated and validated request. */
export interface ApiRequest<R extends Route = Route> {
  readonly caller: Caller;
  readonly params: Output<R['params'], Record<string, never>>;
  readonly query: Output<R['query'], Record<string, never>>;
  readonly body: Output<R['body'], undefined>;
  /** Undefined when not sent: `checkVersion` then refuses, after existence and ownership. */
  readonly ifMatch: IfMatch | undefined;
  readonly idempotencyKey: R['idempotencyKey'] extends 'required' ? string : string | undefined;
  /** The counts of its throttles that go on until the domain ends them. */
  readonly trials: readonly Trial[];
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as it was sent, for signatures over its bytes. */
  readonly rawBody: string;
  readonly requestId: string;
  remainingTime(): number;
}

/** A handler does not change its reply's body, so domain types with read-only members fit. */
type Immutable<T> = T extends readonly (infer Element)[]
  ? readonly Immutable<Element>[]
  : T extends object
    ? { readonly [Member in keyof T]: Immutable<T[Member]> }
    : T;

type BodyOf<R extends Route> = {
  [Status in keyof R['responses']]: R['responses'][Status] extends z.ZodType
    ? Reply<Status & number, Immutable<z.input<R['responses'][Status]>>>
    : Reply<Status & number, undefined>;
}[keyof R['responses']];

export type CommonRefusal =
  | 'request.unauthenticated'
  | 'request.forbidden'
  | 'request.invalid'
  | 'request.not_found'
  | 'request.idempotency_key_reused'
  | 'request.precondition_required'
  | 'request.version_mismatch';

type RefusalOf<R extends Route> = Refusal<
  CommonRefusal | (R['refusals'] extends Readonly<Record<string, number>> ? keyof R['refusals'] & string : never)
>;

/**
 * Runs a route's use case behind HTTP. Returns a response or a refusal that the contract declares.
 */
export type Handler<R extends Route> = (
  request: ApiRequest<R>,
) => Promise<BodyOf<R> | { readonly refusal: RefusalOf<R> }>;

/** One handler for each route that this function of the domain serves, and for no other. */
export type Handlers<C extends Contract, Name extends string> = {
  readonly [R in keyof RoutesServedBy<C, Name>]: Handler<RoutesServedBy<C, Name>[R]>;
};

type ServedRoute<C extends Contract, Name extends string> = RoutesServedBy<C, Name>[keyof RoutesServedBy<C, Name>];

/** Only routes that are not public look up guests; on public ones they stay anonymous. */
type LetsGuestsIn<R extends Route> = R extends Route
  ? 'public' extends R['access'][number]
    ? never
    : Extract<R['access'][number], 'guest'>
  : never;

type Throttled<R extends Route> = R extends { readonly throttles: readonly [unknown, ...unknown[]] } ? R : never;

interface GuestPort {
  /** Finds the cart of an `X-Cart-Token`. */
  readonly resolveGuest: ResolveGuest;
}

interface ThrottlePort {
  readonly throttles: ThrottlePorts;
}

/** A route that is open to more than the public. */
type Personal<R extends Route> = R extends Route
  ? [Exclude<R['access'][number], 'public'>] extends [never]
    ? never
    : R
  : never;

interface SessionPort {
  /** Tells whose rights have ended: `domainSessionMarks('sessions')`. */
  readonly sessions: Pick<SessionMarks, 'read'>;
}

/**
 * The ports that a function needs beside its handlers. A port is required by type if one of the
 * function's routes needs it, and refused otherwise.
 */
type Ports<R extends Route> = ([Personal<R>] extends [never] ? { readonly sessions?: never } : SessionPort) &
  ([LetsGuestsIn<R>] extends [never] ? { readonly resolveGuest?: never } : GuestPort) &
  ([Throttled<R>] extends [never] ? { readonly throttles?: never } : ThrottlePort);

/** The argument is optional where every port is. */
type PortsArgument<R extends Route> = Partial<Ports<R>> extends Ports<R> ? [ports?: Ports<R>] : [ports: Ports<R>];

/**
 * Makes the Lambda handler for one function of a domain's API.
 *
 * Each request is checked in this order: 401, 403, 400, 429. Then its use case runs, which may
 * refuse with 404, then 428 or 412, then 409 or 422. A fault is logged here, once, and returned as
 * 500 without its text; a transient one as 503.
 *
 * @param name the function's name in the contract. `api` serves the routes that name none.
 * @param handlers one per route of the function, by the route's name. A missing or superfluous one
 * does not compile.
 * @param ports `sessions` if a route is open to more than the public. `resolveGuest` if one is open
 * to guests but not public. `throttles` if one has throttles. A missing or superfluous port does
 * not compile.
 *
 * @example
 * export const handler = createApi(
 *   cartContract,
 *   'api',
 *   {
 *     getCart: async ({ caller }) => current(await readCart(ports, requireCartId(caller), currency)),
 *     addItem: ({ caller, body }) =>
 *       answer(addToCart(ports, { ...changeBy(caller), ...body }), current),
 *     …
 *   },
 *   { resolveGuest: cartQueries(table).resolveGuest, sessions: domainSessionMarks('sessions') },
 * );
 */
export function createApi<C extends Contract, const Name extends FunctionsOf<C>>(
  contract: C,
  name: Name,
  handlers: Handlers<C, Name>,
  ...[ports]: PortsArgument<ServedRoute<C, Name>>
) {
  const { resolveGuest, throttles, sessions }: Partial<GuestPort & ThrottlePort & SessionPort> = ports ?? {};
  const served = new Map(
    routesOf([contract])
      .filter(({ route }) => functionNameOf(route) === name)
      .map((served) => [routeKey(served.route), { route: served.route, handler: handlerOf(handlers, served.name) }]),
  );

  /** A user's rights end when the mark says so, not when the token expires. */
  const hasEnded = async (caller: Caller): Promise<boolean> =>
    caller.kind === 'user' &&
    sessions !== undefined &&
    isVoid(await sessions.read(caller.userId), caller.issuedAt ?? 0);

  const handle = async (
    event: APIGatewayProxyEventV2,
    context: Context,
  ): Promise<APIGatewayProxyStructuredResultV2> => {
    const requestId = event.requestContext.requestId;
    const entry = served.get(event.routeKey);
    if (!entry) throw new Error(`No handler for ${event.routeKey}.`);
    const caller = await authenticate(event, entry.route, resolveGuest);
    if ('refusal' in caller) return problemReply(caller.refusal, entry.route, requestId);
    if (await hasEnded(caller)) return problemReply(SESSION_ENDED, entry.route, requestId);
    const partner = await checkApiKey(event, entry.route, throttles);
    if ('refusal' in partner) return problemReply(partner.refusal, entry.route, requestId);
    const forbidden = authorize(caller, entry.route);
    if (forbidden) return problemReply(forbidden, entry.route, requestId);
    const request = readRequest(event, entry.route);
    if ('refusal' in request) return problemReply(request.refusal, entry.route, requestId);
    const attempt = { caller, ...partner, sourceIp: event.requestContext.http.sourceIp, body: request.body };
    const admission = throttles && (await admit(entry.route.throttles ?? [], attempt, throttles));
    if (admission?.admitted === false) return tooManyRequests(admission, requestId);
    let outcome: Outcome = 'fault';
    try {
      const remainingTime = () => context.getRemainingTimeInMillis();
      const trials = admission?.trials ?? [];
      const reply = await entry.handler({ ...request, caller, requestId, trials, remainingTime });
      outcome = outcomeOf(reply);
      return 'refusal' in reply
        ? problemReply(refusalFor(caller, reply.refusal), entry.route, requestId)
        : rendered(reply);
    } finally {
      await admission?.settle(outcome);
    }
  };

  const encoded = async (event: APIGatewayProxyEventV2, context: Context) =>
    compressed(await handle(event, context), event.headers['accept-encoding']);

  return middy(encoded)
    .use(injectLambdaContext(logger))
    .onError((request) => {
      const requestId = request.event.requestContext.requestId;
      const refusal = faultRefusal(request.error);
      if (refusal.code !== 'request.invalid') {
        logger.error('request failed', { routeKey: request.event.routeKey, requestId, error: request.error as Error });
      }
      request.response = problemReply(refusal, undefined, requestId);
    });
}

const outcomeOf = (reply: Awaited<ReturnType<Handler<Route>>>): Outcome => {
  if ('refusal' in reply) return 'refused';
  return reply.headers && 'idempotent-replayed' in reply.headers ? 'replayed' : 'done';
};

const SESSION_ENDED: Refusal = { code: 'request.unauthenticated', detail: 'The session has ended: log in again.' };

const handlerOf = (handlers: object, name: string): Handler<Route> =>
  (handlers as Readonly<Record<string, Handler<Route>>>)[name] as Handler<Route>;

/** An API key is checked only where it can raise a limit; an unknown one is refused there. */
async function checkApiKey(
  event: APIGatewayProxyEventV2,
  route: Route,
  ports: ThrottlePorts | undefined,
): Promise<{ isPartner: boolean } | { refusal: Refusal }> {
  const apiKey = event.headers['x-api-key'];
  if (!ports || !route.throttles || apiKey === undefined) return { isPartner: false };
  if (await ports.isPartnerKey(apiKey)) return { isPartner: true };
  return { refusal: { code: 'request.unauthenticated', detail: 'The X-Api-Key is unknown.' } };
}

const tooManyRequests = (
  { because, retryAfterSeconds }: { readonly because: Because; readonly retryAfterSeconds: number },
  requestId: string,
): APIGatewayProxyStructuredResultV2 =>
  problemReply(
    { code: 'request.too_many_requests', detail: `${TOO_MANY[because]} Try again in ${retryAfterSeconds} seconds.` },
    undefined,
    requestId,
    { 'retry-after': String(retryAfterSeconds) },
  );

const TOO_MANY: Readonly<Record<Because, string>> = {
  attempts: 'Too many attempts.',
  failures: 'Too many attempts have failed.',
  open: 'Too many earlier attempts are not finished. Finish or cancel one.',
};

function faultRefusal(error: unknown): Refusal {
  if (error instanceof InvalidCursor) {
    return {
      code: 'request.invalid',
      detail: error.message,
      extensions: { errors: [{ pointer: '#/query/cursor', code: 'invalid', detail: error.message }] },
    };
  }
  return isTransient(error)
    ? {
        code: 'request.unavailable',
        detail: 'The shop is busy. Nothing was changed, or the change can be repeated safely.',
      }
    : { code: 'request.internal_error', detail: 'Something went wrong on our side. The request id identifies it.' };
}
