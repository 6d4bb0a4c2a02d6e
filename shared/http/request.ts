import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { FieldError, FieldErrorCode } from '../kernel/field-error.ts';
import type { Refusal } from '../kernel/result.ts';
import type { Route } from './contract.ts';
import { type IfMatch, parseIfMatch } from './precondition.ts';
import { pointerTo, validate } from './validation.ts';

const MAX_BODY_BYTES = 256 * 1024;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

interface ReadRequest {
  // The handler's type knows the schemas of these three; here they are only checked.
  readonly params: never;
  readonly query: never;
  readonly body: never;
  readonly ifMatch: IfMatch | undefined;
  readonly idempotencyKey: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: string;
}

/**
 * Checks path, query, headers and body against the route's schemas. Reports all mistakes at once.
 */
export function readRequest(event: APIGatewayProxyEventV2, route: Route): ReadRequest | { refusal: Refusal } {
  const errors: FieldError[] = [];
  const params = parse(route.params, event.pathParameters ?? {}, '/path', errors);
  const query = parse(route.query, event.queryStringParameters ?? {}, '/query', errors);
  if (!route.query && event.rawQueryString)
    errors.push({ pointer: '#/query', code: 'unknown_field', detail: 'This route takes no query parameters.' });
  const ifMatch = readIfMatch(event, route, errors);
  const idempotencyKey = readIdempotencyKey(event, route, errors);
  const raw = readBody(event, route);
  if ('refusal' in raw) return raw;
  if (route.body && raw.text === '') errors.push({ pointer: '#', code: 'required', detail: 'The body is missing.' });
  const body = route.body && raw.text !== '' ? parse(route.body, raw.json, '', errors) : undefined;
  if (errors.length > 0) {
    const detail = errors
      .map((error) => `${error.pointer}: ${error.detail}`)
      .slice(0, 3)
      .join(' ');
    return { refusal: { code: 'request.invalid', detail, extensions: { errors: errors.slice(0, 50) } } };
  }
  return { params, query, body, ifMatch, idempotencyKey, headers: event.headers, rawBody: raw.text } as ReadRequest;
}

function parse(schema: z.ZodType | undefined, value: unknown, root: string, errors: FieldError[]): unknown {
  if (!schema) return {};
  const checked = validate(schema, value);
  if ('data' in checked) return checked.data;
  errors.push(...checked.mistakes.map(({ path, ...mistake }) => ({ pointer: pointerTo(root, path), ...mistake })));
  return undefined;
}

function readIfMatch(event: APIGatewayProxyEventV2, route: Route, errors: FieldError[]): IfMatch | undefined {
  const header = event.headers['if-match'];
  if (!route.ifMatch || header === undefined) return undefined;
  const ifMatch = parseIfMatch(header);
  if (ifMatch === undefined) {
    errors.push({ pointer: '#/headers/if-match', code: 'bad_format', detail: 'Not an entity tag such as "3".' });
  }
  return ifMatch;
}

function readIdempotencyKey(event: APIGatewayProxyEventV2, route: Route, errors: FieldError[]): string | undefined {
  const key = event.headers['idempotency-key'];
  if (!route.idempotencyKey || (key === undefined && route.idempotencyKey === 'optional')) return undefined;
  if (key === undefined) {
    errors.push({
      pointer: '#/headers/idempotency-key',
      code: 'required',
      detail: 'Required: a key of your choice, the same for each retry.',
    });
  } else if (!IDEMPOTENCY_KEY.test(key)) {
    errors.push({
      pointer: '#/headers/idempotency-key',
      code: 'bad_format',
      detail: 'A key is 1 to 255 visible ASCII characters.',
    });
  }
  return key;
}

function readBody(event: APIGatewayProxyEventV2, route: Route): { text: string; json: unknown } | { refusal: Refusal } {
  const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  const { contentTypes, maxBytes } = route.rawBody ?? { maxBytes: MAX_BODY_BYTES };
  const [contentType = ''] = (event.headers['content-type'] ?? '').toLowerCase().split(';');
  if (contentTypes && !contentTypes.includes(contentType.trim())) {
    const detail = `The content type must be one of: ${contentTypes.join(', ')}.`;
    return { refusal: { code: 'request.unsupported_media_type', detail } };
  }
  if (Buffer.byteLength(text) > maxBytes) {
    return { refusal: { code: 'request.too_large', detail: `A body holds at most ${maxBytes / 1024} KB.` } };
  }
  if (!route.body) return { text, json: undefined };
  try {
    return { text, json: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return invalidBody('bad_format', 'The body is not valid JSON.');
  }
}

const invalidBody = (code: FieldErrorCode, detail: string): { refusal: Refusal } => ({
  refusal: { code: 'request.invalid', detail, extensions: { errors: [{ pointer: '#', code, detail }] } },
});
