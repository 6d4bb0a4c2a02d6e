import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import type { Refusal } from '../kernel/result.ts';
import { ADMIN_WITHOUT_FACTOR } from '../kernel/roles.ts';
import type { Caller, Guest } from './caller.ts';
import { needsUser, type Route } from './contract.ts';
import { userOfClaims, verifyAccessToken } from './tokens.ts';

/** Finds the guest of a cart token; undefined when no cart has that token. */
export type ResolveGuest = (cartToken: string) => Promise<Guest | undefined>;

/** RFC 6750 §2.1, with a JWT. */
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i;

const unauthenticated = (detail: string): { refusal: Refusal } => ({
  refusal: { code: 'request.unauthenticated', detail },
});

/**
 * Finds the caller of a request.
 *
 * - A valid access token means a user. An invalid one is refused, even on a public route.
 * - A cart token means a guest, on routes that are open to guests but not public.
 * - A caller without a token is anonymous on a public route, and refused elsewhere.
 *
 * With both tokens, the access token wins.
 */
export async function authenticate(
  event: APIGatewayProxyEventV2,
  route: Route,
  resolveGuest: ResolveGuest | undefined,
): Promise<Caller | { refusal: Refusal }> {
  const authorization = event.headers.authorization;
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (needsUser(route)) {
    const { authorizer } = event.requestContext as Partial<APIGatewayProxyEventV2WithJWTAuthorizer['requestContext']>;
    // The authorizer also admits a token without the scheme.
    const user = token && authorizer ? userOfClaims(authorizer.jwt.claims) : undefined;
    return user ?? unauthenticated('Send `Authorization: Bearer` with an access token, not another kind of token.');
  }
  if (authorization !== undefined) {
    const user = token ? await verifyAccessToken(token) : undefined;
    return user ?? unauthenticated('The access token is invalid or has expired.');
  }
  if (route.access.includes('public')) return { kind: 'anonymous' };
  const cartToken = event.headers['x-cart-token'];
  if (!cartToken) return unauthenticated('Send X-Cart-Token (from POST /v1/carts) or an access token.');
  if (!resolveGuest) throw new Error(`${event.routeKey} lets guests in, but nothing resolves their tokens.`);
  return (await resolveGuest(cartToken)) ?? unauthenticated('No cart has this X-Cart-Token.');
}

/**
 * Refuses a signed-in user in none of the route's groups. A route for guests or customers admits
 * every user, except an admin who must enrol a second factor first.
 */
export function authorize(caller: Caller, route: Route): Refusal | undefined {
  if (caller.kind !== 'user') return undefined;
  if (mustEnrol(caller) && !route.access.includes('public') && !route.opensWithoutFactor) return MUST_ENROL;
  const openToUsers = route.access.some((access) => access === 'public' || access === 'guest' || access === 'customer');
  if (openToUsers || route.access.some((access) => caller.groups.includes(access))) return undefined;
  return { code: 'request.forbidden', detail: `Only for: ${route.access.join(', ')}.` };
}

const MUST_ENROL: Refusal = {
  code: 'request.mfa_enrolment_required',
  detail: 'This shop requires a second factor of admins: POST /v1/users/me/mfa, confirm it, and log in again.',
};

const mustEnrol = (caller: Caller): boolean => caller.kind === 'user' && caller.groups.includes(ADMIN_WITHOUT_FACTOR);

/**
 * The refusal as this caller should read it. An admin who must enrol lacks a role on a public route
 * only until then.
 */
export const refusalFor = (caller: Caller, refusal: Refusal): Refusal =>
  refusal.code === 'request.forbidden' && mustEnrol(caller) ? MUST_ENROL : refusal;
