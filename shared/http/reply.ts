import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Refusal, Result } from '../kernel/result.ts';
import type { Route } from './contract.ts';
import { tagged } from './precondition.ts';
import { COMMON_REFUSALS, problem } from './problem.ts';

export interface Reply<Status extends number = number, Body = unknown> {
  readonly status: Status;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

export const reply = <const Status extends number, Body>(
  status: Status,
  body: Body,
  headers?: Readonly<Record<string, string>>,
): Reply<Status, Body> => (headers ? { status, body, headers } : { status, body });

/**
 * Turns a use case's outcome into a response: a refusal stays as it is, `present` makes the reply
 * of a value.
 *
 * @example
 * addItem: ({ caller, body }) =>
 *   answer(addToCart(ports, { ...changeBy(caller), ...body }), current),
 */
export async function answer<Value, R extends Refusal, A extends Reply>(
  outcome: Result<Value, R> | Promise<Result<Value, R>>,
  present: (value: Value) => A | Promise<A>,
): Promise<A | { readonly ok: false; readonly refusal: R }> {
  const result = await outcome;
  return result.ok ? present(result.value) : result;
}

export const noContent = () => reply(204, undefined);

/** A resource, and whether an earlier request with the same key did the work. */
type Answered = { readonly version: number; readonly replayed?: true };

/** 200 with the resource and its version's `ETag`. */
export const current = <Body extends Answered>({ replayed, ...body }: Body) =>
  reply(200, body, { ...tagged(body), ...idempotentReplayed(replayed === true) });

/**
 * 201 with a new resource, its `ETag` and its `Location`; also when an earlier request has created
 * it.
 */
export const created = <Body extends Answered>({ replayed, ...body }: Body, location: string) =>
  reply(201, body, { ...tagged(body), location, ...idempotentReplayed(replayed === true) });

/**
 * 202 with work that was accepted, and its `Location`; also when an earlier request has begun it.
 */
export const accepted = <Body extends { readonly replayed?: true }>({ replayed, ...body }: Body, location: string) =>
  reply(202, body, { location, ...idempotentReplayed(replayed === true) });

/**
 * The header that marks an answer as the stored one of an earlier request with the same key or
 * token.
 */
export const idempotentReplayed = (replayed: boolean): Readonly<Record<string, string>> =>
  replayed ? { 'idempotent-replayed': 'true' } : {};

/**
 * The `Link` header to the next page (RFC 8288). Empty without a query: the last page has no link.
 */
export const linkToNext = (
  path: string,
  query: Readonly<Record<string, string | number>> | undefined,
): Readonly<Record<string, string>> => {
  if (!query) return {};
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]),
  );
  return { link: `<${path}?${search}>; rel="next"` };
};

const COMMON_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export const rendered = ({ status, body, headers }: Reply): APIGatewayProxyStructuredResultV2 =>
  body === undefined || (typeof body === 'string' && headers?.['content-type'])
    ? { statusCode: status, headers: { ...COMMON_HEADERS, ...headers }, ...(body === undefined ? {} : { body }) }
    : {
        statusCode: status,
        headers: { ...COMMON_HEADERS, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };

/**
 * Renders a refusal as problem+json. The contract (or the HTTP layer) sets the status of its code.
 */
export function problemReply(
  refusal: Refusal,
  route: Route | undefined,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  const status = route?.refusals?.[refusal.code] ?? (COMMON_REFUSALS as Readonly<Record<string, number>>)[refusal.code];
  if (status === undefined) throw new Error(`The contract gives no status to ${refusal.code}.`);
  return {
    statusCode: status,
    headers: {
      ...COMMON_HEADERS,
      'content-type': 'application/problem+json',
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(status === 503 ? { 'retry-after': '1' } : {}),
      ...headers,
    },
    body: JSON.stringify(problem(status, refusal.code, refusal.detail, requestId, refusal.extensions)),
  };
}
