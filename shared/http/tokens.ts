import { JwtVerifier } from 'aws-jwt-verify';
import { JwksValidationError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { TransientFault } from '../kernel/faults.ts';
import { optionalSetting, setting } from '../runtime/settings.ts';
import type { User } from './caller.ts';

/**
 * Verifies Cognito's access tokens: signature, issuer, expiry, `client_id`, `token_use` = access.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
function createVerifier() {
  const issuer = setting('TOKEN_ISSUER');
  const clients = setting('TOKEN_CLIENTS').split(',');
  return JwtVerifier.create(
    {
      issuer,
      audience: null,
      // An emulator of Cognito may issue tokens in the name of AWS, but serve its keys itself.
      jwksUri: optionalSetting('TOKEN_KEYS_URL') ?? `${issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ payload }) => {
        if (payload.token_use !== 'access') throw new Error('not an access token');
        if (!clients.includes(String(payload.client_id))) throw new Error('a token of another client');
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchKeys } }) },
  );
}

/** The library's own fetcher supports https only, and a local issuer uses http. */
async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(uri, { signal: AbortSignal.timeout(3000) });
    if (!response.ok) throw new Error(`It answers ${response.status}.`);
    return await response.arrayBuffer();
  } catch (error) {
    throw new TransientFault('The keys of the token issuer cannot be fetched.', { cause: error });
  }
}

let verifier: ReturnType<typeof createVerifier> | undefined;

/** The user of a bearer token; undefined unless it is a valid access token of this shop. */
export async function verifyAccessToken(token: string): Promise<User | undefined> {
  verifier ??= createVerifier();
  try {
    const { sub, 'cognito:groups': groups, iat } = await verifier.verify(token);
    return typeof sub === 'string' ? userOf(sub, groups, iat) : undefined;
  } catch (error) {
    // A failure to fetch the keys does not mean that the token is invalid.
    if (error instanceof TransientFault || error instanceof JwksValidationError) throw error;
    return undefined;
  }
}

/**
 * The user of claims that API Gateway's authorizer has verified. The authorizer admits id tokens
 * too, so `token_use` is checked here.
 */
export function userOfClaims(claims: Readonly<Record<string, unknown>>): User | undefined {
  if (claims.token_use !== 'access' || typeof claims.sub !== 'string') return undefined;
  return userOf(claims.sub, claims['cognito:groups'], claims.iat);
}

const userOf = (userId: string, groups: unknown, iat: unknown): User => ({
  ...{ kind: 'user', userId, groups: groupsOf(groups) },
  // API Gateway's authorizer passes numbers as text.
  ...(Number(iat) > 0 ? { issuedAt: Number(iat) } : {}),
});

/** A token holds groups as a list; API Gateway's authorizer passes them as the string `[a b]`. */
function groupsOf(groups: unknown): readonly string[] {
  if (Array.isArray(groups)) return groups.filter((group) => typeof group === 'string');
  return typeof groups === 'string' ? (groups.match(/[^\s[\],]+/g) ?? []) : [];
}
