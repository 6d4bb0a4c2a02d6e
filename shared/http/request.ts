import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { FieldError, FieldErrorCode } from '../kernel/field-error.ts';
import type { Refusal } from '../kernel/result.ts';
import { illFormedPath, WELL_FORMED } from '../kernel/text.ts';
import type { Route } from './contract.ts';
import { repeatedNames } from './json-members.ts';
import { type IfMatch, parseIfMatch } from './precondition.ts';
import { isTracking } from './tracking.ts';
import { pointerTo, validate } from './validation.ts';

const MAX_BODY_BYTES = 256 * 1024;
/** Mistakes that one answer lists. */
const MAX_MISTAKES = 50;
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
  const isPublicRead = route.method === 'GET' && route.access.includes('public');
  const counts = (name: string | undefined): boolean => !(isPublicRead && isTracking(name));
  const pairs = queryPairs(event.rawQueryString).filter(({ name }) => counts(name));
  const sent = Object.entries(event.queryStringParameters ?? {}).filter(([name]) => counts(name));
  const query = parse(route.query, Object.fromEntries(sent), '/query', errors);
  checkQueryText(pairs, errors);
  if (!route.query && pairs.length > 0)
    errors.push({ pointer: '#/query', code: 'unknown_field', detail: 'This route takes no query parameters.' });
  const ifMatch = readIfMatch(event, route, errors);
  const idempotencyKey = readIdempotencyKey(event, route, errors);
  const raw = readBody(event, route);
  if ('refusal' in raw) return raw;
  for (const path of raw.json === undefined ? [] : repeatedNames(raw.text, MAX_MISTAKES)) {
    errors.push({ pointer: pointerTo('', path), code: 'duplicate', detail: 'The name is there twice.' });
  }
  if (route.body && raw.text === '') errors.push({ pointer: '#', code: 'required', detail: 'The body is missing.' });
  const body = route.body && raw.text !== '' ? parse(route.body, raw.json, '', errors) : undefined;
  if (errors.length > 0) {
    const detail = errors
      .map((error) => `${error.pointer}: ${error.detail}`)
      .slice(0, 3)
      .join(' ');
    return { refusal: { code: 'request.invalid', detail, extensions: { errors: errors.slice(0, MAX_MISTAKES) } } };
  }
  return { params, query, body, ifMatch, idempotencyKey, headers: event.headers, rawBody: raw.text } as ReadRequest;
}

function parse(schema: z.ZodType | undefined, value: unknown, root: string, errors: FieldError[]): unknown {
  if (!schema) return {};
  const illFormed = illFormedPath(value);
  if (illFormed) {
    errors.push({ pointer: pointerTo(root, illFormed), code: 'bad_format', detail: WELL_FORMED });
    return undefined;
  }
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
  const maxBytes = route.rawBody?.maxBytes ?? MAX_BODY_BYTES;
  const unsupported = refuseMediaType(event, route);
  if (unsupported) return unsupported;
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBytes) {
    return { refusal: { code: 'request.too_large', detail: `A body holds at most ${maxBytes / 1024} KB.` } };
  }
  const text = textOf(bytes);
  if (text === undefined) return invalidBody('bad_format', 'The body is not UTF-8.');
  if (!route.body) return { text, json: undefined };
  try {
    return { text, json: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return invalidBody('bad_format', 'The body is not valid JSON.');
  }
}

/** RFC 6839 calls types with the suffix +json JSON, too. */
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/;

/**
 * Refuses a body of another type than the route reads. For JSON, that also keeps pages of other
 * sites from using a visitor's browser. Unless the shop allows more, browsers send only forms and
 * text for them.
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
function refuseMediaType(event: APIGatewayProxyEventV2, route: Route): { refusal: Refusal } | undefined {
  const [type = '', ...parameters] = (event.headers['content-type'] ?? '').toLowerCase().split(';');
  const unsupported = (detail: string) => ({ refusal: { code: 'request.unsupported_media_type', detail } });
  const { contentTypes } = route.rawBody ?? {};
  if (contentTypes && !contentTypes.includes(type.trim())) {
    return unsupported(`The content type must be one of: ${contentTypes.join(', ')}.`);
  }
  if (!event.body || (!contentTypes && !route.body)) return undefined;
  if (!['', 'identity'].includes(event.headers['content-encoding'] ?? '') || isForeignEncoding(event)) {
    return unsupported('The body must be UTF-8 and not compressed.');
  }
  if (contentTypes) return undefined;
  if (!JSON_TYPE.test(type.trim())) return unsupported('The content type must be application/json.');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  return isUtf8 ? undefined : unsupported('The charset of JSON is utf-8.');
}

/** Whether a body begins like gzip, or like UTF-16 with its zeros. */
function isForeignEncoding({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): boolean {
  const [first, second] = isBase64Encoded ? Buffer.from(body.slice(0, 8), 'base64') : Buffer.from(body.slice(0, 2));
  const isGzip = first === 0x1f && second === 0x8b;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isGzip || hasMark || first === 0 || second === 0;
}

/** Undefined for bytes that are not UTF-8. A byte order mark is no part of the text. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Of a query, as it was sent. The name is undefined where it is not percent-encoded UTF-8. */
interface QueryPair {
  readonly name: string | undefined;
  readonly text: string;
}

const queryPairs = (query: string): QueryPair[] =>
  query === '' ? [] : query.split('&').map((text) => ({ name: decoded(text.split('=', 1)[0] ?? ''), text }));

/**
 * Refuses bytes that are not text, and a broken escape. API Gateway puts U+FFFD for them, and a
 * search for that would not be what was meant.
 */
function checkQueryText(pairs: readonly QueryPair[], errors: FieldError[]): void {
  for (const { name, text } of pairs) {
    if (decoded(text) !== undefined) continue;
    const pointer = pointerTo('/query', name === undefined ? [] : [name]);
    errors.push({ pointer, code: 'bad_format', detail: 'Not percent-encoded UTF-8.' });
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const invalidBody = (code: FieldErrorCode, detail: string): { refusal: Refusal } => ({
  refusal: { code: 'request.invalid', detail, extensions: { errors: [{ pointer: '#', code, detail }] } },
});
