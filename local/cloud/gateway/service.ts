import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud, InvocationResult, Service } from '../cloud.ts';
import { MAX_REQUEST_BYTES } from '../lambda/limits.ts';
import { ApiDefinition, type RouteTarget } from './api-definition.ts';
import { isPreflight, preflightHeaders, responseHeaders } from './cors.ts';
import { functionResponse, gatewayMessage, type HttpAnswer, internalServerError } from './function-response.ts';
import { type EventContext, requestEvent } from './request-event.ts';
import { matchRoute, type RouteMatch } from './routing.ts';

export interface GatewayOptions {
  /** The address of this gateway, e.g. `http://127.0.0.1:4000`. */
  readonly endpoint: string;
  readonly invoke: (functionArn: string, event: unknown, signal: AbortSignal) => Promise<InvocationResult>;
  /** The issuer of a local user pool's tokens. */
  readonly issuerOf: (userPoolId: string) => string;
}

export interface Gateway extends Service {
  /** Handles one request to the API. Never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

type Invoke = GatewayOptions['invoke'];

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maxBodyBytes = 10 * 1024 * 1024;
const tooLarge = gatewayMessage(413, 'Request Entity Too Large', { connection: 'close' });
const unavailable = gatewayMessage(503, 'Service Unavailable');

/** API Gateway: the HTTP API of the template. */
export function createGateway(options: GatewayOptions): Gateway {
  const api = new ApiDefinition(options.endpoint, options.issuerOf);
  let cloud: Cloud | undefined;
  return {
    name: 'gateway',
    types: api.types,
    async start(owner) {
      cloud = owner;
      return {};
    },
    async handle(request, response) {
      const requestId = crypto.randomUUID();
      const { origin } = request.headers;
      const { cors } = api;
      if (cors !== undefined && isPreflight(request.method, request.headers)) {
        response.writeHead(204, { ...preflightHeaders(cors, origin), 'apigw-requestid': requestId }).end();
        return;
      }
      const answer = await answerRequest(api, request, requestId, cloud, options.invoke).catch((error: unknown) => {
        cloud?.log(`${request.method} ${request.url}: ${(error as Error).message}`);
        return internalServerError;
      });
      if (response.destroyed) return;
      // With a CORS configuration, API Gateway replaces the function's own CORS headers.
      const own = Object.entries(answer.headers).filter(([name]) => !cors || !name.startsWith('access-control-'));
      const isEmpty = answer.status === 204 || answer.status === 304;
      const added = cors === undefined ? {} : responseHeaders(cors, origin);
      const vary = [answer.headers.vary, added.vary].flat().filter((name) => name !== undefined);
      response.writeHead(answer.status, {
        ...Object.fromEntries(own),
        ...added,
        ...(vary.length > 0 ? { vary: vary.join(', ') } : {}),
        ...(isEmpty ? {} : { 'content-length': String(answer.body.length) }),
        'apigw-requestid': requestId,
      } as Record<string, string | string[]>);
      response.end(request.method === 'HEAD' || isEmpty ? undefined : answer.body);
    },
    inspect: async () =>
      api.routes.map(({ routeKey, target }) => ({
        routeKey,
        function: api.integrations.get(target.integrationId)?.functionArn.split(':').at(-1),
        authorization: target.authorizerId === undefined ? 'NONE' : 'JWT',
      })),
    async stop() {},
  };
}

async function answerRequest(
  api: ApiDefinition,
  request: IncomingMessage,
  requestId: string,
  cloud: Cloud | undefined,
  invoke: Invoke,
): Promise<HttpAnswer> {
  const body = await bodyOf(request);
  const match = routeOf(api, request);
  if (match === 'malformed') return gatewayMessage(400, 'Bad Request');
  const integration = match && api.integrations.get(match.route.target.integrationId);
  if (match === undefined || integration === undefined) return gatewayMessage(404, 'Not Found');
  const { routeKey, target } = match.route;
  cloud?.meter?.({ service: 'apigateway', unit: 'requests', resource: routeKey }, 1);
  if (!api.admits(routeKey)) return gatewayMessage(429, 'Too Many Requests');
  const now = cloud?.clock.now() ?? Date.now();
  const authorization = await authorize(api, target, request, now);
  if (authorization !== undefined && !authorization.ok) return authorization.answer;
  if (body === undefined) return tooLarge;

  const context: EventContext = {
    accountId: cloud?.accountId ?? '',
    apiId: api.apiId ?? '',
    requestId,
    routeKey,
    pathParameters: match.pathParameters,
    now,
    ...(authorization === undefined
      ? {}
      : { authorizer: { claims: authorization.claims, scopes: authorization.scopes } }),
  };
  const event = requestEvent(request, body, context);
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_REQUEST_BYTES) return tooLarge;
  return answerOf(integration.functionArn, event, integration.timeoutMs, invoke);
}

async function authorize(api: ApiDefinition, target: RouteTarget, request: IncomingMessage, now: number) {
  if (target.authorizerId === undefined) return undefined;
  const authorizer = api.authorizers.get(target.authorizerId);
  if (authorizer === undefined) throw new Error(`there is no authorizer ${target.authorizerId}`);
  return authorizer(request.headers, target.scopes, now);
}

/**
 * Invokes the function. After the integration's timeout the response is 503 while the function
 * continues, as on AWS.
 */
async function answerOf(functionArn: string, event: unknown, timeoutMs: number, invoke: Invoke): Promise<HttpAnswer> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  try {
    const result = await Promise.race([invoke(functionArn, event, abort.signal), timeout]);
    if (result === 'late') {
      abort.abort();
      return unavailable;
    }
    return result.ok ? functionResponse(result.payload) : internalServerError;
  } finally {
    clearTimeout(timer);
  }
}

function routeOf(api: ApiDefinition, request: IncomingMessage): RouteMatch<RouteTarget> | 'malformed' | undefined {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  try {
    return matchRoute(api.routes, request.method ?? 'GET', path);
  } catch (error) {
    if (error instanceof URIError) return 'malformed';
    throw error;
  }
}

/** Undefined when the body is larger than API Gateway accepts. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
    // The rest is read and dropped, so that the client gets the response.
    else chunks.length = 0;
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(chunks);
}
