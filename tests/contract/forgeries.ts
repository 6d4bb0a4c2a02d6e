import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import localKeys from 'cognito-local/lib/keys/cognitoLocal.private.json' with { type: 'json' };

type Claims = Readonly<Record<string, unknown>>;

/** The tokens that a Cognito user pool returns at a login. */
export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
}

/**
 * Tokens that every route must refuse. They are made from an admin's genuine tokens, so that only
 * the flaw can be the reason. Those with a correct signature use the key of the local user pools.
 */
export function forgeriesOf(admin: Tokens, customer: Tokens): Readonly<Record<string, string>> {
  const claims = claimsOf(admin.accessToken);
  const [, , customersSignature] = customer.accessToken.split('.');
  const [header, payload] = admin.accessToken.split('.');
  const now = Math.floor(Date.now() / 1000);
  const { privateKey: foreignKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    expired: signed({ ...claims, iat: now - 7200, exp: now - 60 }),
    tampered: `${header}.${payload}.${customersSignature}`,
    'alg none': `${encoded({ alg: 'none', kid: localKeys.jwk.kid })}.${payload}.none`,
    HS256: hmacSigned(claims),
    'of another pool': signed({ ...claims, iss: String(claims.iss).replace(/_\w+$/, '_another00') }),
    'of another client': signed({ ...claims, client_id: 'another-client' }),
    'signed by another key': signed(claims, foreignKey),
    'id token': admin.idToken,
    'no token at all': 'nonsense',
  };
}

export const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function signed(claims: Claims, key: KeyObject | string = localKeys.pem): string {
  const content = `${encoded({ alg: 'RS256', typ: 'JWT', kid: localKeys.jwk.kid })}.${encoded(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

/**
 * Signs with the public key, which anyone can know. A verifier that lets the token choose the
 * algorithm would take that key for a shared secret.
 */
function hmacSigned(claims: Claims): string {
  const content = `${encoded({ alg: 'HS256', typ: 'JWT', kid: localKeys.jwk.kid })}.${encoded(claims)}`;
  const { n, e, kty } = localKeys.jwk;
  return `${content}.${createHmac('sha256', JSON.stringify({ kty, n, e })).update(content).digest('base64url')}`;
}
