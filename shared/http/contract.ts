import type * as z from 'zod';
import type { Role } from '../kernel/roles.ts';
import type { BackOff } from '../kernel/trials.ts';

/**
 * A kind of caller that may use a route. `public`: any caller. `guest`: a buyer with an
 * `X-Cart-Token`, or a signed-in user. The others: signed-in users in that group. A route lists
 * every kind that it admits; `admin` is not implied.
 */
export type Access = 'public' | 'guest' | Role;

/**
 * The trust in a caller, by which limits differ: not signed in, signed in, or a program with an
 * `X-Api-Key`.
 */
export type Tier = 'guest' | 'customer' | 'partner';

/** A number of the contract, or so many times a setting of the stage. */
export type Bound = number | { readonly setting: string; readonly times: number };

export type Limit = number | Readonly<Record<Tier, Bound>>;

interface ThrottleBasis {
  /** Routes whose throttles have the same name share its counters. */
  readonly name: string;
  /**
   * The requests that are counted together.
   *
   * - `caller`: those of the user, else of the cart, else of the source address.
   * - `address`: those of a source address; of IPv6 its /64 network, which one household has.
   * - `body`: those that have the same value in this field, from all callers.
   * - `body` with `unlessUser`: those of the user, else those that have the same value there.
   */
  readonly per: 'caller' | 'address' | { readonly body: string; readonly unlessUser?: true };
  readonly windowSeconds: number;
  /**
   * The stage's setting `throttleFactor` multiplies the limits, e.g. where all callers share a
   * network.
   */
  readonly scaledByStage?: true;
}

/**
 * Limit on requests (or failed requests) per fixed window. Up to twice the limit can pass across
 * the boundary of two windows. `failures` counts only requests that the use case refuses.
 */
export interface RequestThrottle extends ThrottleBasis {
  readonly counts: 'requests' | 'failures';
  readonly limit: Limit;
  /**
   * Where the limit is used up, a network from which such a request succeeded in the last 30 days
   * has as many attempts for itself. So nobody locks an owner out of a place that they use. `of`
   * names the throttle whose networks these are, if it is another one, which counts by the same.
   */
  readonly knowsNetworks?: true | { readonly of: string };
  /** A success sets this throttle back, which counts the same requests in windows as long. */
  readonly resets?: string;
}

/**
 * Limit on successes whose outcome comes later, e.g. on orders until they are paid. The handler
 * gets them as `trials`, and the domain says how each has ended. A repeated success is not counted.
 */
export interface TrialThrottle extends ThrottleBasis {
  readonly counts: 'trials';
  /** Trials that have failed since the window's first. */
  readonly limit: Limit;
  /** Trials that are open at once. */
  readonly open: Readonly<Record<Tier, Bound>>;
  /** For so long one counts as open at most, so that none is counted for ever. */
  readonly openSeconds: number;
  readonly backOff?: BackOff;
  /** A success forgives the failures before it. */
  readonly clearedBySuccess?: true;
}

export type Throttle = RequestThrottle | TrialThrottle;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Request headers that handlers read themselves. `scripts/openapi/headers.ts` describes them. */
export type RequestHeader = 'Prefer' | 'X-Cart-Token' | 'Stripe-Signature';

/**
 * Headers of a success, beside those of every response. `scripts/openapi/headers.ts` describes
 * them.
 */
export type ResponseHeader =
  | 'ETag'
  | 'Location'
  | 'Link'
  | 'Content-Disposition'
  | 'Idempotent-Replayed'
  | 'Preference-Applied';

/**
 * One route, declared once. API Gateway's routes, validation, types, OpenAPI and the tests are all
 * derived from it.
 */
export interface Route {
  readonly method: Method;
  /** Below `/v1`, with `{parameters}`, e.g. `/products/{id}`. */
  readonly path: `/${string}`;
  readonly access: readonly Access[];
  /**
   * Admits an admin whose second factor the stage requires, and who has none yet. Public routes
   * admit every caller anyway.
   */
  readonly opensWithoutFactor?: true;
  readonly summary: string;
  /** Rules of the route that do not fit into its summary or its schemas. */
  readonly description?: string;
  /**
   * Strict schemas: unknown members are refused. Path parameters and query values arrive as
   * strings.
   */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /**
   * Accepts a body that is not JSON; the handler reads it as `rawBody`. 415 for a different type,
   * 413 for a larger body.
   */
  readonly rawBody?: { readonly contentTypes: readonly string[]; readonly maxBytes: number };
  /** Valid bodies by name; of a `rawBody` by content type. A test sends each to a running shop. */
  readonly examples?: Readonly<Record<string, unknown>>;
  readonly requestHeaders?: Readonly<Partial<Record<RequestHeader, 'required' | 'optional'>>>;
  /**
   * Requires `If-Match` with the version: 428 without it, 412 when stale. `optional`: the use case
   * decides.
   */
  readonly ifMatch?: 'required' | 'optional';
  /** Requires `Idempotency-Key`: 400 without it. `optional`: the use case decides. */
  readonly idempotencyKey?: 'required' | 'optional';
  /** Applied in this order to a valid request. The first one at its limit refuses it with 429. */
  readonly throttles?: readonly Throttle[];
  /** Content types of a success whose body is text. Default: JSON. */
  readonly produces?: readonly string[];
  /** Successes: status → schema of the body (`null` for none). */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  /** The meaning of a success beyond its schema: status → sentence. */
  readonly outcomes?: Readonly<Record<number, string>>;
  /** A test compares these with the headers that a running shop sends. */
  readonly responseHeaders?: Readonly<Partial<Record<ResponseHeader, 'always' | 'sometimes'>>>;
  /**
   * Refusals of the route's use case: code → status. Refusals that follow from the members above
   * need no entry. `problem.ts` lists them; `scripts/openapi/problems.ts` says which routes have
   * which.
   */
  readonly refusals?: Readonly<Record<string, number>>;
  /** Members that these refusals add to their problem document. */
  readonly problemMembers?: Readonly<Record<string, z.ZodType>>;
  /** The Lambda that serves the route, e.g. `checkout`. Default: the domain's `api`. */
  readonly function?: string;
}

export interface Contract {
  readonly domain: string;
  /** The domain as a client sees it. */
  readonly description?: string;
  /** The domain's refusals: code → meaning. */
  readonly codes?: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, Route>>;
}

/** Declares a domain's routes and keeps their literal types. */
export const defineContract = <const C extends Contract>(contract: C): C => contract;

/** Declares the routes of one resource, for a contract that is split into several files. */
export const defineRoutes = <const R extends Contract['routes']>(routes: R): R => routes;

/** A route with its name and domain, for lists of all routes. */
export interface NamedRoute {
  readonly domain: string;
  readonly name: string;
  readonly route: Route;
}

export const routesOf = (contracts: readonly Contract[]): NamedRoute[] =>
  contracts.flatMap((contract) =>
    Object.entries(contract.routes).map(([name, route]) => ({ domain: contract.domain, name, route })),
  );

export const API_PREFIX = '/v1';

/** API Gateway's route key, e.g. `GET /v1/products/{id}`. */
export const routeKey = (route: Route): string => `${route.method} ${API_PREFIX}${route.path}`;

/** Whether only signed-in users may call. API Gateway's JWT authorizer guards such a route. */
export const needsUser = (route: Route): boolean => !route.access.includes('public') && !route.access.includes('guest');

/** The name, within its domain, of the function that serves a route, e.g. `checkout`. */
type FunctionOf<R extends Route> = R extends { readonly function: infer Name } ? Name : typeof DEFAULT_FUNCTION;

/** The names of the functions that serve a contract's routes. */
export type FunctionsOf<C extends Contract> = FunctionOf<C['routes'][keyof C['routes']]> & string;

/** The routes that one function of the domain serves, by name. */
export type RoutesServedBy<C extends Contract, Name extends string> = {
  readonly [R in keyof C['routes'] as FunctionOf<C['routes'][R]> extends Name ? R : never]: C['routes'][R];
};

/** The function that serves routes which name none. */
const DEFAULT_FUNCTION = 'api';

/** The name, within its domain, of the function that serves a route. */
export const functionNameOf = (route: Route): string => route.function ?? DEFAULT_FUNCTION;

/**
 * The folder of the bundle that serves a route, e.g. `orders-checkout`; `<domain>-api` by default.
 */
export const functionOf = ({ domain, route }: NamedRoute): string => `${domain}-${functionNameOf(route)}`;
