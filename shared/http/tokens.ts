import { JwtVerifier } from 'aws-jwt-verify';
import { FetchError, JwksValidationError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { setting } from '../runtime/settings.ts';
import type { User } from './caller.ts';

/**
 * Cognito's access-token rules: signature, issuer, expiry, `client_id`, `token_use` = access.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
function createVerifier() {
  const issuer = setting('TOKEN_ISSUER');
  return JwtVerifier.create(
    {
      issuer,
      audience: null,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      customJwtCheck: ({ payload }) => {
        if (payload.token_use !== 'access') throw new Error('not an access token');
        if (payload.client_id !== setting('USER_POOL_CLIENT_ID')) throw new Error('a token of another client');
      },
    },
    {
      // The library's own fetcher speaks https only, and a local issuer is http.
      jwksCache: new SimpleJwksCache({
        fetcher: { fetch: async (uri) => (await fetch(uri, { signal: AbortSignal.timeout(3000) })).arrayBuffer() },
      }),
    },
  );
}

let verifier: ReturnType<typeof createVerifier> | undefined;

/** The user of a bearer token, or undefined when it is not a valid access token of this shop. */
export async function verifyAccessToken(token: string): Promise<User | undefined> {
  verifier ??= createVerifier();
  try {
    const { sub, 'cognito:groups': groups } = await verifier.verify(token);
    return typeof sub === 'string' ? userOf(sub, groups) : undefined;
  } catch (error) {
    // Keys that cannot be fetched say nothing about the token.
    if (error instanceof FetchError || error instanceof JwksValidationError) throw error;
    return undefined;
  }
}

/** The user of claims that API Gateway's authorizer has verified; it lets id tokens through, so `token_use` is checked here. */
export function userOfClaims(claims: Readonly<Record<string, unknown>>): User | undefined {
  if (claims.token_use !== 'access' || typeof claims.sub !== 'string') return undefined;
  return userOf(claims.sub, claims['cognito:groups']);
}

/** A token holds groups as a list; API Gateway's authorizer hands them over as the string `[a b]`. */
function userOf(userId: string, groups: unknown): User {
  if (Array.isArray(groups))
    return { kind: 'user', userId, groups: groups.filter((group) => typeof group === 'string') };
  if (typeof groups === 'string') return { kind: 'user', userId, groups: groups.match(/[^\s[\],]+/g) ?? [] };
  return { kind: 'user', userId, groups: [] };
}
