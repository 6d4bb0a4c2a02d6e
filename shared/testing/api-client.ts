import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

export interface TestRequest {
  /** Path parameters by name. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly sourceIp?: string;
  /** The user that API Gateway's authorizer admitted, on routes that need one. */
  readonly user?: {
    readonly id: string;
    readonly groups: readonly string[];
    /** The making of the token, in seconds since 1970. Default: now. */
    readonly issuedAt?: number;
  };
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any body.
  readonly body: any;
}

/**
 * Calls a Lambda of the API as API Gateway does, without HTTP.
 *
 * @param handler a handler that `createApi` made.
 */
export const apiClient =
  (handler: (event: never, context: Context) => unknown) =>
  /** @param routeKey e.g. `GET /v1/products/{id}`. */
  async (routeKey: string, request: TestRequest = {}): Promise<TestAnswer> => {
    const context = { getRemainingTimeInMillis: () => 10_000, functionName: 'test', awsRequestId: 'test' };
    const answer = (await handler(
      eventOf(routeKey, request) as never,
      context as Context,
    )) as APIGatewayProxyStructuredResultV2;
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers ?? {},
      body: answer.body === undefined ? undefined : JSON.parse(answer.body),
    };
  };

function eventOf(
  routeKey: string,
  { params, query, headers = {}, body, user, sourceIp = '192.0.2.1' }: TestRequest,
): APIGatewayProxyEventV2 {
  const claims = user && {
    token_use: 'access',
    sub: user.id,
    iat: String(user.issuedAt ?? Math.floor(Date.now() / 1000)),
    'cognito:groups': `[${user.groups.join(' ')}]`,
  };
  const event = {
    version: '2.0',
    routeKey,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(user ? { authorization: 'Bearer verified.by.authorizer' } : {}),
      ...headers,
    },
    ...(params ? { pathParameters: params } : {}),
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      requestId: 'req-test',
      http: { sourceIp },
      ...(claims ? { authorizer: { jwt: { claims, scopes: [] } } } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
  // The event lacks those of API Gateway's members that no handler reads.
  return event as unknown as APIGatewayProxyEventV2;
}
