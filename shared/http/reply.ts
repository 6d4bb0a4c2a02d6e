import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Refusal } from '../kernel/result.ts';
import type { Route } from './contract.ts';
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

const COMMON_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export const rendered = ({ status, body, headers }: Reply): APIGatewayProxyStructuredResultV2 =>
  body === undefined || (typeof body === 'string' && headers?.['content-type'])
    ? { statusCode: status, headers: { ...COMMON_HEADERS, ...headers }, ...(body === undefined ? {} : { body }) }
    : {
        statusCode: status,
        headers: { ...COMMON_HEADERS, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      };

/** A refusal as problem+json, with the status that the contract (or the HTTP layer) gives its code. */
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
