import type * as z from 'zod';
import type { Role } from '../kernel/roles.ts';

/**
 * Who may call a route. `public`: anyone. `guest`: a buyer known by `X-Cart-Token`, or a signed-in
 * user. The others: signed-in users in that group. A route lists every kind that it lets in;
 * `admin` is not implied.
 */
export type Access = 'public' | 'guest' | Role;

/**
 * How much a caller is trusted with: nobody signed in, somebody signed in, a program with an
 * `X-Api-Key`.
 */
export type Tier = 'guest' | 'customer' | 'partner';

/**
 * Limit on requests (or failed requests) per fixed window. Across the edge between two windows, up
 * to twice the limit can pass.
 */
export interface Throttle {
  /** Routes that name the same throttle share its counters. */
  readonly name: string;
  /**
   * Whose requests are counted together. `caller`: the user, else the cart, else the address.
   * `address`: the source address; of IPv6 its /64 network, which is what one household has.
   * `body`: all requests that name the same value, from all callers.
   */
  readonly per: 'caller' | 'address' | { readonly body: string };
  /** `failures`: only refusals count. */
  readonly counts: 'requests' | 'failures';
  readonly limit: number | Readonly<Record<Tier, number>>;
  readonly windowSeconds: number;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/**
 * Request headers that handlers read themselves. Their form and meaning:
 * `scripts/openapi/headers.ts`.
 */
export type RequestHeader = 'Prefer' | 'X-Cart-Token' | 'Stripe-Signature';

/**
 * Headers of a success, beside those that every answer has. Their form and meaning:
 * `scripts/openapi/headers.ts`.
 */
export type ResponseHeader =
  | 'ETag'
  | 'Location'
  | 'Link'
  | 'Content-Disposition'
  | 'Idempotent-Replayed'
  | 'Preference-Applied';

/**
 * One route, declared once. API Gateway's routes, validation, types, OpenAPI and the tests all come
 * from it.
 */
export interface Route {
  readonly method: Method;
  /** Below `/v1`, with `{parameters}`, e.g. `/products/{id}`. */
  readonly path: `/${string}`;
  readonly access: readonly Access[];
  readonly summary: string;
  /** Rules of the route that its summary and its schemas have no room for. */
  readonly description?: string;
  /**
   * Strict schemas: unknown members are refused. Path parameters and query values arrive as
   * strings.
   */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /**
   * Takes a body that is not JSON, which the handler gets as `rawBody`: 415 for another type, 413
   * for a larger one.
   */
  readonly rawBody?: { readonly contentTypes: readonly string[]; readonly maxBytes: number };
  /** Right bodies, by name; of a `rawBody` by content type. A test sends each to a running shop. */
  readonly examples?: Readonly<Record<string, unknown>>;
  readonly requestHeaders?: Readonly<Partial<Record<RequestHeader, 'required' | 'optional'>>>;
  /**
   * Needs `If-Match` with the version: 428 without, 412 when stale. `optional`: the use case
   * decides.
   */
  readonly ifMatch?: 'required' | 'optional';
  /** Needs `Idempotency-Key`: 400 without. `optional`: the use case decides. */
  readonly idempotencyKey?: 'required' | 'optional';
  /**
   * Asked in this order, once the request is valid; the first that has run out refuses it with 429.
   */
  readonly throttles?: readonly Throttle[];
  /** Content types of the success, which is a text then; JSON unless given. */
  readonly produces?: readonly string[];
  /** Success: status → schema of the body (`null` for none). */
  readonly responses: Readonly<Record<number, z.ZodType | null>>;
  /** The meaning of a success that its schema does not tell: status → sentence. */
  readonly outcomes?: Readonly<Record<number, string>>;
  /** A test compares them with what a running shop sends. */
  readonly responseHeaders?: Readonly<Partial<Record<ResponseHeader, 'always' | 'sometimes'>>>;
  /**
   * Refusals that the route's use case can answer: code → status. Those that follow from the
   * members above need no entry: all are in `problem.ts`, and which route has which in
   * `scripts/openapi/problems.ts`.
   */
  readonly refusals?: Readonly<Record<string, number>>;
  /** Members that these refusals add to their problem document. */
  readonly problemMembers?: Readonly<Record<string, z.ZodType>>;
  /** The Lambda that serves the route: the domain's `api` unless named, e.g. `checkout`. */
  readonly function?: string;
}

export interface Contract {
  readonly domain: string;
  /** The domain as a client sees it. */
  readonly description?: string;
  /** Each refusal code of the domain: its meaning. */
  readonly codes?: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, Route>>;
}

/** Declares a domain's routes, keeping their literal types. */
export const defineContract = <const C extends Contract>(contract: C): C => contract;

/** Declares the routes of one resource, for a contract that is written in several files. */
export const defineRoutes = <const R extends Contract['routes']>(routes: R): R => routes;

/** A route with its name and domain, as lists of all routes hold it. */
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

/** Whether only signed-in users may call: then API Gateway's JWT authorizer stands in front. */
export const needsUser = (route: Route): boolean => !route.access.includes('public') && !route.access.includes('guest');

/** The name of the function of its domain that serves a route, e.g. `checkout`. */
type FunctionOf<R extends Route> = R extends { readonly function: infer Name } ? Name : typeof DEFAULT_FUNCTION;

/** The functions of its domain that serve a contract's routes. */
export type FunctionsOf<C extends Contract> = FunctionOf<C['routes'][keyof C['routes']]> & string;

/** The routes of a contract that one of its domain's functions serves, by name. */
export type RoutesServedBy<C extends Contract, Name extends string> = {
  readonly [R in keyof C['routes'] as FunctionOf<C['routes'][R]> extends Name ? R : never]: C['routes'][R];
};

/** Serves the routes that name no function. */
const DEFAULT_FUNCTION = 'api';

/** The name, within its domain, of the function that serves a route. */
export const functionNameOf = (route: Route): string => route.function ?? DEFAULT_FUNCTION;

/** The folder of the bundle that serves a route: `<domain>-api` unless the route names another function. */
export const functionOf = ({ domain, route }: NamedRoute): string => `${domain}-${functionNameOf(route)}`;
