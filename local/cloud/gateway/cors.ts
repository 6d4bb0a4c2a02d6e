import type { IncomingHttpHeaders } from 'node:http';

export interface CorsConfiguration {
  readonly AllowCredentials?: boolean;
  readonly AllowHeaders?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowOrigins?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAge?: number;
}

/** True for the request that a browser sends before a cross-origin request. */
export function isPreflight(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** The headers of a preflight's 204; none when the origin is not allowed. */
export function preflightHeaders(cors: CorsConfiguration, origin: string | undefined): Record<string, string> {
  const allowed = originHeaders(cors, origin);
  if (Object.keys(allowed).length === 0) return {};
  return {
    ...allowed,
    ...listed('access-control-allow-methods', cors.AllowMethods),
    ...listed('access-control-allow-headers', cors.AllowHeaders),
    ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
  };
}

/** The headers of any other response to a cross-origin request. */
export function responseHeaders(cors: CorsConfiguration, origin: string | undefined): Record<string, string> {
  const allowed = originHeaders(cors, origin);
  if (Object.keys(allowed).length === 0) return {};
  return { ...allowed, ...listed('access-control-expose-headers', cors.ExposeHeaders) };
}

function originHeaders(cors: CorsConfiguration, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return {};
  const rule = (cors.AllowOrigins ?? []).find((allowed) => fits(allowed, origin));
  if (rule === undefined) return {};
  return {
    'access-control-allow-origin': rule === '*' ? '*' : origin,
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(rule === '*' ? {} : { vary: 'origin' }),
  };
}

function fits(allowed: string, origin: string): boolean {
  if (allowed === '*' || allowed === origin) return true;
  return allowed.endsWith('://*') && origin.startsWith(allowed.slice(0, -1));
}

function listed(name: string, values: readonly string[] | undefined): Record<string, string> {
  return values === undefined || values.length === 0 ? {} : { [name]: values.join(',') };
}
