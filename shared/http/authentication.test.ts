import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Route } from './contract.ts';

const CLIENT = 'client-of-the-shop';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwks = { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] };

let server: Server;
let issuer: string;
let answerWith: () => { status: number; body: string };

beforeAll(async () => {
  server = createServer((_request, response) => {
    const { status, body } = answerWith();
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/pool`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

// The verifier caches its keys, so each test gets a module of its own.
beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('TOKEN_ISSUER', issuer);
  vi.stubEnv('TOKEN_CLIENTS', `other,${CLIENT}`);
  answerWith = () => ({ status: 200, body: JSON.stringify(jwks) });
  return () => vi.unstubAllEnvs();
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

const accessClaims = () => ({
  sub: 'user-1',
  iss: issuer,
  token_use: 'access',
  client_id: CLIENT,
  exp: now() + 600,
  iat: now(),
});

function token({ claims = {}, header = {}, key = keys.privateKey } = {}): string {
  const signed = `${encoded({ alg: 'RS256', kid: 'k1', ...header })}.${encoded({ ...accessClaims(), ...claims })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

const unsigned = () => `${encoded({ alg: 'none', kid: 'k1' })}.${encoded(accessClaims())}.`;

function signedWithThePublicKey(): string {
  const signed = `${encoded({ alg: 'HS256', kid: 'k1' })}.${encoded(accessClaims())}`;
  const secret = keys.publicKey.export({ format: 'pem', type: 'spki' });
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const route = (access: Route['access']): Route => ({
  method: 'GET',
  path: '/things',
  access,
  summary: 'Things',
  responses: { 200: null },
});

const eventWith = (headers: Record<string, string>, claims?: Record<string, unknown>) =>
  ({
    routeKey: 'GET /v1/things',
    headers,
    requestContext: { requestId: 'r', ...(claims && { authorizer: { jwt: { claims, scopes: [] } } }) },
  }) as unknown as APIGatewayProxyEventV2;

/** Authenticates a request with a fresh module. */
async function whoCalls(access: Route['access'], headers: Record<string, string>, claims?: Record<string, unknown>) {
  const { authenticate } = await import('./authentication.ts');
  return authenticate(eventWith(headers, claims), route(access), async (cartToken) =>
    cartToken === 'good' ? { kind: 'guest', cartId: 'crt_1' } : undefined,
  );
}

const bearer = (value: string) => ({ authorization: `Bearer ${value}` });
const refused = { refusal: { code: 'request.unauthenticated' } };

describe('a route without an authorizer in front', () => {
  it('reads the user and the groups from a valid access token', async () => {
    const caller = await whoCalls(['guest'], bearer(token({ claims: { 'cognito:groups': ['seller', 'admin'] } })));

    expect(caller).toEqual({
      ...{ kind: 'user', userId: 'user-1', groups: ['seller', 'admin'] },
      issuedAt: expect.closeTo(now(), -1),
    });
  });

  it('fetches the keys from TOKEN_KEYS_URL, if it is set, instead of the issuer', async () => {
    const elsewhere = 'https://issuer.example.com/pool';
    vi.stubEnv('TOKEN_ISSUER', elsewhere);
    vi.stubEnv('TOKEN_KEYS_URL', `${issuer}/.well-known/jwks.json`);

    const caller = await whoCalls(['guest'], bearer(token({ claims: { iss: elsewhere } })));

    expect(caller).toMatchObject({ kind: 'user', userId: 'user-1' });
    expect(await whoCalls(['guest'], bearer(token()))).toMatchObject(refused);
  });

  it.each([
    ['garbage', () => 'garbage'],
    ['three parts of garbage', () => 'a.b.c'],
    ['an expired token', () => token({ claims: { exp: now() - 1 } })],
    ['a token of another issuer', () => token({ claims: { iss: 'https://elsewhere.example.com' } })],
    ['a token of another client', () => token({ claims: { client_id: 'another' } })],
    ['an id token', () => token({ claims: { token_use: 'id', aud: CLIENT } })],
    ['a token without a user', () => token({ claims: { sub: undefined } })],
    ['a token signed with another key', () => token({ key: otherKeys.privateKey })],
    ['a token with an unknown key id', () => token({ header: { kid: 'unknown' } })],
    ['an unsigned token (alg none)', unsigned],
    ['an HS256 token signed with the public key', signedWithThePublicKey],
  ])('refuses %s, even on a public route', async (_what, made) => {
    expect(await whoCalls(['public'], bearer(made()))).toMatchObject(refused);
    expect(await whoCalls(['guest', 'customer'], { ...bearer(made()), 'x-cart-token': 'good' })).toMatchObject(refused);
  });

  it('refuses any scheme but Bearer', async () => {
    expect(await whoCalls(['public'], { authorization: `Basic ${token()}` })).toMatchObject(refused);
  });

  it('treats a caller of a public route as anonymous, even with a cart token', async () => {
    expect(await whoCalls(['public'], { 'x-cart-token': 'good' })).toEqual({ kind: 'anonymous' });
  });

  it('finds a guest by the cart token, and refuses a wrong or missing one', async () => {
    expect(await whoCalls(['guest'], { 'x-cart-token': 'good' })).toEqual({ kind: 'guest', cartId: 'crt_1' });
    expect(await whoCalls(['guest'], { 'x-cart-token': 'wrong' })).toMatchObject(refused);
    expect(await whoCalls(['guest'], {})).toMatchObject(refused);
  });

  it('prefers the access token to a cart token', async () => {
    const caller = await whoCalls(['guest'], { ...bearer(token()), 'x-cart-token': 'good' });

    expect(caller).toMatchObject({ kind: 'user', userId: 'user-1' });
  });
});

describe('keys that cannot be fetched', () => {
  it.each([
    ['an issuer that does not answer', () => void vi.stubEnv('TOKEN_ISSUER', 'http://127.0.0.1:1')],
    [
      'an issuer in trouble',
      () => {
        answerWith = () => ({ status: 503, body: '{"message":"busy"}' });
      },
    ],
  ])('are a transient fault, not a wrong token: %s', async (_what, breakIt) => {
    breakIt();
    const asked = bearer(token({ claims: { iss: process.env.TOKEN_ISSUER } }));

    await expect(whoCalls(['public'], asked)).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('are a fault when the document is not a key set', async () => {
    answerWith = () => ({ status: 200, body: '<html>' });

    await expect(whoCalls(['public'], bearer(token()))).rejects.toThrow(/JWKS/);
  });
});

describe('a route behind the authorizer', () => {
  const claims = { sub: 'user-2', token_use: 'access' };

  it.each([
    ['[seller admin]', ['seller', 'admin']],
    ['[admin]', ['admin']],
    ['[]', []],
    [undefined, []],
  ])('reads the groups %s in the form that API Gateway passes', async (groups, expected) => {
    const caller = await whoCalls(['admin'], bearer(token()), { ...claims, 'cognito:groups': groups });

    expect(caller).toEqual({ kind: 'user', userId: 'user-2', groups: expected });
  });

  it('refuses an id token that the authorizer admitted, and a call without its claims', async () => {
    expect(await whoCalls(['admin'], bearer(token()), { ...claims, token_use: 'id' })).toMatchObject(refused);
    expect(await whoCalls(['admin'], bearer(token({ claims: { 'cognito:groups': ['admin'] } })))).toMatchObject(
      refused,
    );
  });

  it.each(['', 'Basic ', 'bearer\t', 'Token '])(
    'refuses a token after %j, which the authorizer may admit',
    async (scheme) => {
      const headers = { authorization: `${scheme}${token()}` };

      expect(await whoCalls(['customer'], headers, claims)).toMatchObject(refused);
    },
  );
});
