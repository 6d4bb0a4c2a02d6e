import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { gatewayMessage, type HttpAnswer } from './function-response.ts';

export interface JwtAuthorizerConfig {
  /** The accepted values of `iss`: the template's and the local pool's. */
  readonly issuers: readonly string[];
  readonly jwksUri: string;
  readonly audience: readonly string[];
}

export type Authorization =
  | { readonly ok: true; readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null }
  | { readonly ok: false; readonly answer: HttpAnswer };

export type Authorize = (
  headers: IncomingHttpHeaders,
  scopes: readonly string[],
  nowMs: number,
) => Promise<Authorization>;

class InvalidToken extends Error {}

type Claims = Readonly<Record<string, unknown>>;

/**
 * The JWT authorizer of HTTP APIs: signature, issuer, audience (or client id), times and scopes.
 * Like the real one it accepts both access tokens and id tokens.
 */
export function createJwtAuthorizer(config: JwtAuthorizerConfig): Authorize {
  let keys = new Map<string, KeyObject>();

  const keyOf = async (kid: string): Promise<KeyObject> => {
    if (!keys.has(kid)) keys = await fetchKeys(config.jwksUri);
    const key = keys.get(kid);
    if (key === undefined) throw new InvalidToken('unable to find a key that fits the token');
    return key;
  };

  return async (headers, scopes, nowMs) => {
    const token = headers.authorization?.replace(/^bearer\s+/i, '').trim();
    if (token === undefined || token === '') return refuse('Bearer');
    try {
      const claims = await verifiedClaims(token, keyOf);
      checkClaims(claims, config, Math.floor(nowMs / 1000));
      const granted = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
      if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
        return { ok: false, answer: gatewayMessage(403, 'Forbidden') };
      }
      const texts = Object.entries(claims).map(([name, value]) => [name, claimText(value)] as const);
      return { ok: true, claims: Object.fromEntries(texts), scopes: scopes.length > 0 ? scopes : null };
    } catch (error) {
      if (!(error instanceof InvalidToken)) throw error;
      return refuse(`Bearer scope="" error="invalid_token" error_description="${error.message}"`);
    }
  };
}

async function fetchKeys(jwksUri: string): Promise<Map<string, KeyObject>> {
  const response = await fetch(jwksUri);
  if (!response.ok) throw new Error(`${jwksUri} answered ${response.status}`);
  const { keys } = (await response.json()) as { readonly keys: readonly (JsonWebKey & { readonly kid: string })[] };
  return new Map(keys.map((jwk) => [jwk.kid, createPublicKey({ key: jwk, format: 'jwk' })]));
}

async function verifiedClaims(token: string, keyOf: (kid: string) => Promise<KeyObject>): Promise<Claims> {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || signature === '') throw new InvalidToken('the token is not a JWT');
  const { alg, kid } = decoded(header);
  if (alg !== 'RS256' || typeof kid !== 'string') throw new InvalidToken('the signing method is not valid');
  const isGenuine = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    await keyOf(kid),
    Buffer.from(signature, 'base64url'),
  );
  if (!isGenuine) throw new InvalidToken('the signature is not valid');
  return decoded(payload);
}

function decoded(part: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Claims;
  } catch {
    // Not JSON: refused below.
  }
  throw new InvalidToken('the token is not a JWT');
}

function checkClaims(claims: Claims, config: JwtAuthorizerConfig, now: number): void {
  if (!config.issuers.includes(String(claims.iss))) throw new InvalidToken('the issuer is not valid');
  const audiences = claims.aud === undefined ? [claims.client_id] : [claims.aud].flat();
  if (!audiences.some((audience) => config.audience.includes(String(audience)))) {
    throw new InvalidToken('the audience is not valid');
  }
  if (typeof claims.exp !== 'number' || claims.exp <= now) throw new InvalidToken('the token has expired');
  if (typeof claims.nbf === 'number' && claims.nbf > now) throw new InvalidToken('the token is not valid yet');
}

/** The function gets every claim as text; a list as `[a b]`. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(String).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function refuse(challenge: string): Authorization {
  return { ok: false, answer: gatewayMessage(401, 'Unauthorized', { 'www-authenticate': challenge }) };
}
