import * as z from 'zod';
import type { Contract, Route } from '../../shared/http/contract.ts';
import { needsUser } from '../../shared/http/contract.ts';
import { COMMON_REFUSALS } from '../../shared/http/problem.ts';
import { FIELD_ERROR_CODES } from '../../shared/kernel/field-error.ts';
import { type AnyResponseHeader, headerRefs } from './headers.ts';

/** The answers of an operation that does not succeed. */

const fieldErrorCodeSchema = z
  .enum(FIELD_ERROR_CODES)
  .meta({ id: 'FieldErrorCode', description: 'The kind of mistake.' });

/** One mistake in a request. */
const fieldErrorSchema = z
  .strictObject({
    pointer: z
      .string()
      .describe(
        'A JSON pointer into the body, such as `#/email`, or `#/query/limit`, `#/path/id`, `#/headers/if-match`.',
      ),
    code: fieldErrorCodeSchema,
    detail: z.string().describe('For people.'),
  })
  .meta({ id: 'FieldError', description: 'One mistake in a request.' });

const problemSchema = z
  .strictObject({
    type: z.string().describe('The kind of problem: `urn:souk:problem:<code>`.'),
    title: z.string().describe('The name of the status.'),
    status: z.int().describe('The HTTP status.'),
    code: z.string().describe('Stable, for programs.'),
    detail: z.string().describe('For people.'),
    requestId: z.string().describe('The id of the request, for questions to support.'),
    errors: z.array(fieldErrorSchema).optional().describe('Every mistake in the request.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

const gatewayMessageSchema = z
  .strictObject({ message: z.string().describe('For people.') })
  .meta({ id: 'GatewayMessage', description: 'The answer of API Gateway, when the request does not reach the shop.' });

type CommonCode = keyof typeof COMMON_REFUSALS;

const COMMON_TEXTS: Readonly<Record<CommonCode, string>> = {
  'request.unauthenticated': 'The access token, cart token or API key is missing, invalid or expired.',
  'request.forbidden': 'The caller lacks the role.',
  'request.mfa_enrolment_required': 'The shop requires a second factor of admins, and this one has none.',
  'request.invalid': 'The request has mistakes: `errors` names each.',
  'request.not_found': 'It does not exist, or the caller may not see it.',
  'request.method_not_allowed': 'The path has other methods.',
  'request.too_large': 'The body is too large.',
  'request.unsupported_media_type': 'The body is of another type.',
  'request.idempotency_key_reused': 'The Idempotency-Key was used for another request.',
  'request.precondition_required': 'If-Match is missing.',
  'request.version_mismatch': 'It was changed since it was read: read it again and repeat the change.',
  'request.too_many_requests': 'There were too many requests: wait as Retry-After says.',
  'request.internal_error': 'Something went wrong in the shop.',
  'request.unavailable': 'The shop is busy: the request can be repeated.',
};

function commonCodes(route: Route): CommonCode[] {
  const codes: CommonCode[] = [
    'request.unauthenticated',
    'request.invalid',
    'request.internal_error',
    'request.unavailable',
  ];
  const isOpenToUsers = route.access.some((access) => access !== 'seller' && access !== 'admin');
  if (!isOpenToUsers) codes.push('request.forbidden');
  if (!route.access.includes('public') && !route.opensWithoutFactor) codes.push('request.mfa_enrolment_required');
  if (route.params) codes.push('request.not_found');
  if (route.throttles) codes.push('request.too_many_requests');
  if (mayHaveBody(route)) codes.push('request.too_large');
  if (route.body || route.rawBody) codes.push('request.unsupported_media_type');
  if (route.ifMatch) codes.push('request.version_mismatch');
  if (route.ifMatch === 'required') codes.push('request.precondition_required');
  return codes;
}

/** Statuses that API Gateway itself may answer, with a message of its own instead of a problem. */
function gatewayStatuses(route: Route): number[] {
  return [400, 429, 500, 503, ...(needsUser(route) ? [401] : []), ...(mayHaveBody(route) ? [413] : [])];
}

/** A body that is too large is refused, whether the route would read it or not. */
const mayHaveBody = ({ method }: Route): boolean => method !== 'GET';

const HEADERS: Readonly<Record<number, AnyResponseHeader>> = {
  401: 'WWW-Authenticate',
  405: 'Allow',
  429: 'Retry-After',
  503: 'Retry-After',
};

/** One status that a route may answer beside its successes. */
interface Answer {
  readonly status: number;
  readonly codes: readonly string[];
  readonly isGatewaysToo: boolean;
}

function answersOf(route: Route): Answer[] {
  const common = commonCodes(route).map((code) => [code, COMMON_REFUSALS[code]] as const);
  const refusals: Readonly<Record<string, number>> = { ...Object.fromEntries(common), ...route.refusals };
  const codesOf = Map.groupBy(Object.keys(refusals), (code) => refusals[code] ?? 0);
  const gateway = gatewayStatuses(route);
  return [...new Set([...codesOf.keys(), ...gateway])]
    .sort()
    .map((status) => ({ status, codes: codesOf.get(status) ?? [], isGatewaysToo: gateway.includes(status) }));
}

/** Whether every route that gives this answer means the same by it. */
const isShared = ({ codes }: Answer): boolean => codes.every(isCommon);

/**
 * The refusals of a route by status; those that routes share are references to `problemComponents`.
 */
export const problemResponses = (route: Route, { codes: texts }: Contract): Record<string, object> =>
  Object.fromEntries(
    answersOf(route).map((answer) => [
      answer.status,
      isShared(answer) ? { $ref: `#/components/responses/${nameOf(answer)}` } : responseOf(answer, route, texts),
    ]),
  );

/** No operation answers it: a method that a path does not have is not an operation. */
const METHOD_NOT_ALLOWED: Answer = { status: 405, codes: ['request.method_not_allowed'], isGatewaysToo: false };

/** Every response that routes share, by name. */
export const problemComponents = (routes: readonly Route[]): Record<string, object> =>
  Object.fromEntries(
    [...routes.flatMap(answersOf).filter(isShared), METHOD_NOT_ALLOWED].map((answer) => [
      nameOf(answer),
      responseOf(answer),
    ]),
  );

const isCommon = (code: string): code is CommonCode => code in COMMON_REFUSALS;

function responseOf({ status, codes, isGatewaysToo }: Answer, route?: Route, texts: Contract['codes'] = {}) {
  const header = HEADERS[status];
  const isAlwaysSent = status === 401 || status === 405;
  return {
    description: codes.length === 0 ? 'Too many requests.' : describe(codes, texts),
    headers: headerRefs({
      'Apigw-Requestid': 'required',
      ...(header ? { [header]: isAlwaysSent ? 'required' : 'optional' } : {}),
    }),
    content: {
      ...(codes.length === 0 ? {} : { 'application/problem+json': { schema: problemOf(codes, route) } }),
      ...(isGatewaysToo ? { 'application/json': { schema: gatewayMessageSchema } } : {}),
    },
  };
}

function describe(codes: readonly string[], texts: Readonly<Record<string, string>>): string {
  const lines = codes.map((code) => {
    const meaning = isCommon(code) ? COMMON_TEXTS[code] : texts[code];
    if (meaning === undefined) throw new Error(`The contract does not tell the meaning of ${code}.`);
    return `\`${code}\`: ${meaning}`;
  });
  return lines.length === 1 ? `${lines[0]}` : lines.map((line) => `- ${line}`).join('\n');
}

/** A problem with one of these codes, and with the members that the route adds to it. */
function problemOf(codes: readonly string[], route: Route | undefined): z.ZodType {
  const members = codes.map((code) => route?.problemMembers?.[code]).filter((schema) => schema instanceof z.ZodObject);
  const added: Record<string, z.ZodType> = {};
  for (const { shape } of members) {
    for (const [name, schema] of Object.entries(shape)) added[name] = (schema as z.ZodType).optional();
  }
  const [first = '', ...others] = codes;
  return z.intersection(
    problemSchema,
    z.strictObject({ code: z.enum([first, ...others]).describe('Stable, for programs.'), ...added }),
  );
}

function nameOf({ codes, status, isGatewaysToo }: Answer): string {
  if (codes.length === 0) return 'TooManyRequestsAtGateway';
  const names = codes.map((code) =>
    code
      .replace('request.', '')
      .split('_')
      .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
      .join(''),
  );
  return `${names.join('Or')}${status === 401 && isGatewaysToo ? 'AtGateway' : ''}`;
}
