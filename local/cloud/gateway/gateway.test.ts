import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Cloud, InvocationResult } from '../cloud.ts';
import { memoryJournal } from '../journal.ts';
import { createGateway } from './service.ts';

interface Event {
  readonly routeKey: string;
  readonly [name: string]: unknown;
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listen(handler: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An API of these routes, each served by `answer`; those that begin with `JWT ` need a token. */
async function serve(
  routes: readonly string[],
  answer: (event: Event) => InvocationResult | Promise<InvocationResult>,
  settings: { api?: object; stage?: object; timeoutMs?: number; issuer?: string } = {},
): Promise<string> {
  const issuer = settings.issuer ?? 'http://127.0.0.1:1';
  const gateway = createGateway({
    endpoint: 'http://127.0.0.1',
    invoke: async (_arn, event) => answer(event as Event),
    issuerOf: () => issuer,
  });
  const cloud: Cloud = {
    ...{ region: 'eu-central-1', accountId: '000000000000', clock: Date, dataDir: undefined, journal: memoryJournal() },
    log: () => undefined,
    invoke: async () => ({ ok: true, payload: null }),
  };
  await gateway.start(cloud);
  const create = (type: string, logicalId: string, properties: Record<string, unknown>) =>
    gateway.types[`AWS::ApiGatewayV2::${type}`]?.create({ stack: 's', logicalId, type, properties }, cloud);
  await create('Api', 'Api', { ProtocolType: 'HTTP', ...settings.api });
  await create('Stage', 'Stage', { StageName: '$default', ...settings.stage });
  const integration = await create('Integration', 'Integration', {
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
    PayloadFormatVersion: '2.0',
    ...(settings.timeoutMs === undefined ? {} : { TimeoutInMillis: settings.timeoutMs }),
  });
  const authorizer = await create('Authorizer', 'Authorizer', {
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Audience: ['client'], Issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/pool' },
  });
  for (const [index, route] of routes.entries()) {
    await create('Route', `Route${index}`, {
      RouteKey: route.replace(/^JWT /, ''),
      Target: `integrations/${integration?.ref}`,
      ...(route.startsWith('JWT ') ? { AuthorizationType: 'JWT', AuthorizerId: authorizer?.ref } : {}),
    });
  }
  return listen((request, response) => void gateway.handle(request, response));
}

const echo = (event: Event): InvocationResult => ({ ok: true, payload: event });
const fetchEvent = async (url: string, init?: RequestInit): Promise<Event> =>
  (await (await fetch(url, init)).json()) as Event;

describe('routing', () => {
  it.each([
    ['GET', '/v1/products/search', 'GET /v1/products/search'],
    ['GET', '/v1/products/42', 'GET /v1/products/{id}'],
    ['PUT', '/v1/products/42', 'ANY /v1/products/{id}'],
    ['GET', '/v1/products/42/reviews/7', 'GET /v1/products/{proxy+}'],
    ['GET', '/v1/products/', '$default'],
    ['POST', '/elsewhere', '$default'],
  ])('sends %s %s to the most specific route, %s', async (method, path, routeKey) => {
    const url = await serve(
      [
        '$default',
        'GET /v1/products/{proxy+}',
        'ANY /v1/products/{id}',
        'GET /v1/products/{id}',
        'GET /v1/products/search',
      ],
      echo,
    );

    expect((await fetchEvent(`${url}${path}`, { method })).routeKey).toBe(routeKey);
  });

  it('refuses a path that is not percent-encoded properly', async () => {
    const url = await serve(['GET /{id}'], echo);

    expect((await fetch(`${url}/%E0%A4%A`)).status).toBe(400);
  });
});

describe('the event', () => {
  it('carries the body as text where the type is textual, else in Base64', async () => {
    const url = await serve(['POST /'], echo);
    const post = (body: string | Uint8Array<ArrayBuffer>, type: string) =>
      fetchEvent(`${url}/`, { method: 'POST', body, headers: { 'content-type': type } });

    expect(await post('{"a":"é"}', 'application/json')).toMatchObject({ body: '{"a":"é"}', isBase64Encoded: false });
    expect(await post('{}', 'application/problem+json')).toMatchObject({ body: '{}', isBase64Encoded: false });
    expect(await post(Uint8Array.of(1, 255), 'image/png')).toMatchObject({ body: 'Af8=', isBase64Encoded: true });
    expect(await post(Uint8Array.of(255), 'text/plain')).toMatchObject({ body: '/w==', isBase64Encoded: true });
  });

  it('omits the fields that the request does not have and keeps cookies apart', async () => {
    const url = await serve(['GET /'], echo);

    const event = await fetchEvent(`${url}/`, { headers: { cookie: 'a=1; b=2' } });

    expect(event).toMatchObject({ cookies: ['a=1', 'b=2'], rawQueryString: '', rawPath: '/' });
    for (const absent of ['body', 'queryStringParameters', 'pathParameters']) expect(event).not.toHaveProperty(absent);
    expect(event.headers).not.toHaveProperty('cookie');
  });
});

describe('the response', () => {
  it('has the function’s status, headers, cookies and binary body', async () => {
    const url = await serve(['GET /'], () => ({
      ok: true,
      payload: {
        statusCode: 201,
        headers: { 'Content-Type': 'image/png', 'X-Count': 3 },
        cookies: ['a=1', 'b=2'],
        body: 'Af8=',
        isBase64Encoded: true,
      },
    }));

    const response = await fetch(`${url}/`);

    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('apigw-requestid')).toMatch(/./);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 255]);
  });

  it('is JSON with status 200 when the function returns a bare value', async () => {
    const url = await serve(['GET /'], () => ({ ok: true, payload: { hello: 'world' } }));

    const response = await fetch(`${url}/`);

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(await response.json()).toEqual({ hello: 'world' });
  });

  it.each([
    ['the function fails', (): InvocationResult => ({ ok: false, errorType: 'Error', errorMessage: 'secret' })],
    ['it answers nonsense', (): InvocationResult => ({ ok: true, payload: { statusCode: 'many' } })],
  ])('is 500 without a reason when %s', async (_case, answer) => {
    const url = await serve(['GET /'], answer);

    const response = await fetch(`${url}/`);

    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
  });

  it('is 503 when the function takes longer than the integration’s timeout', async () => {
    const url = await serve(['GET /'], () => new Promise(() => {}), { timeoutMs: 30 });

    const response = await fetch(`${url}/`);

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });

  it('is 413 for a body of more than 10 MB', async () => {
    const url = await serve(['POST /'], echo);

    const response = await fetch(`${url}/`, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  it('is 429 beyond the stage’s burst', async () => {
    const limits = { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 };
    const url = await serve(['GET /'], echo, { stage: { DefaultRouteSettings: limits } });

    const statuses = [await fetch(`${url}/`), await fetch(`${url}/`), await fetch(`${url}/`)].map(
      ({ status }) => status,
    );

    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('CORS', () => {
  const api = {
    CorsConfiguration: {
      AllowOrigins: ['https://shop.example'],
      AllowMethods: ['GET', 'POST'],
      AllowHeaders: ['authorization'],
      ExposeHeaders: ['etag'],
      MaxAge: 60,
    },
  };
  const ask = (url: string, origin: string) =>
    fetch(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

  it('answers a preflight itself, with headers for an allowed origin only', async () => {
    const url = await serve(['GET /'], echo, { api });

    const allowed = await ask(`${url}/`, 'https://shop.example');
    const foreign = await ask(`${url}/`, 'https://evil.example');

    expect([allowed.status, foreign.status]).toEqual([204, 204]);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(allowed.headers.get('access-control-allow-methods')).toBe('GET,POST');
    expect(allowed.headers.get('access-control-max-age')).toBe('60');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('replaces the function’s own headers on every other response', async () => {
    const url = await serve(
      ['GET /'],
      () => ({ ok: true, payload: { statusCode: 200, headers: { 'access-control-allow-origin': '*' } } }),
      { api },
    );

    const response = await fetch(`${url}/`, { headers: { origin: 'https://shop.example' } });

    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(response.headers.get('access-control-expose-headers')).toBe('etag');
  });
});

describe('the JWT authorizer', () => {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  function tokenOf(claims: object, header: object = {}): string {
    const content = `${encode({ alg: 'RS256', kid: 'key', ...header })}.${encode(claims)}`;
    return `${content}.${sign('RSA-SHA256', Buffer.from(content), privateKey).toString('base64url')}`;
  }

  async function protectedApi(): Promise<{ url: string; claims: Record<string, unknown> }> {
    const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key', alg: 'RS256' }] };
    const issuer = await listen((_request, response) => response.end(JSON.stringify(jwks)));
    const url = await serve(['JWT GET /'], echo, { issuer });
    const claims = { iss: issuer, client_id: 'client', exp: now + 60, 'cognito:groups': ['admin', 'seller'], n: 1 };
    return { url, claims };
  }

  it('passes the claims as text, groups as [a b]', async () => {
    const { url, claims } = await protectedApi();

    const event = await fetchEvent(`${url}/`, { headers: { authorization: `Bearer ${tokenOf(claims)}` } });

    expect(event.requestContext).toMatchObject({
      authorizer: {
        jwt: { claims: { client_id: 'client', 'cognito:groups': '[admin seller]', n: '1' }, scopes: null },
      },
    });
  });

  it('accepts an id token, which names the client as its audience', async () => {
    const { url, claims } = await protectedApi();
    const { client_id: _, ...rest } = claims;

    const response = await fetch(`${url}/`, { headers: { authorization: tokenOf({ ...rest, aud: 'client' }) } });

    expect(response.status).toBe(200);
  });

  it.each([
    ['expired', (claims: object) => tokenOf({ ...claims, exp: now - 1 })],
    ['of another issuer', (claims: object) => tokenOf({ ...claims, iss: 'https://elsewhere.example' })],
    ['for another client', (claims: object) => tokenOf({ ...claims, client_id: 'other' })],
    ['unsigned', (claims: object) => `${encode({ alg: 'none', kid: 'key' })}.${encode(claims)}.`],
    ['signed by a method of the caller’s choice', (claims: object) => tokenOf(claims, { alg: 'HS256' })],
    ['of an unknown key', (claims: object) => tokenOf(claims, { kid: 'other' })],
    ['altered', (claims: object) => tokenOf(claims).replace(/\.[^.]+\./, `.${encode({ ...claims, sub: 'x' })}.`)],
    ['not a token', () => 'nonsense'],
  ])('refuses a token that is %s with 401', async (_case, forge) => {
    const { url, claims } = await protectedApi();

    const response = await fetch(`${url}/`, { headers: { authorization: `Bearer ${forge(claims)}` } });

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
  });
});
