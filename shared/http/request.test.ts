import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { FieldError } from '../kernel/field-error.ts';
import { pageQuery } from '../kernel/schemas.ts';
import type { Route } from './contract.ts';
import { readRequest } from './request.ts';

const route: Route = {
  method: 'PUT',
  path: '/things/{id}',
  access: ['public'],
  summary: 'Changes a thing',
  params: z.strictObject({ id: z.string().max(5) }),
  query: z.strictObject(pageQuery),
  body: z.strictObject({
    name: z.string().max(5),
    parts: z.array(z.strictObject({ count: z.int() })).optional(),
    'a/b~c': z.int().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  ifMatch: 'optional',
  idempotencyKey: 'optional',
  responses: { 200: null },
};

function read(
  body: string | undefined,
  { headers = {}, query = {}, params = { id: '1' }, isBase64Encoded = false, of = route, rawQuery = '' } = {},
) {
  const rawQueryString = rawQuery || new URLSearchParams(query).toString();
  return readRequest(
    {
      headers: { 'content-type': 'application/json', ...headers },
      rawQueryString,
      queryStringParameters: query,
      pathParameters: params,
      body,
      isBase64Encoded,
    } as unknown as APIGatewayProxyEventV2,
    of,
  ) as { body?: unknown; query?: unknown; refusal?: { code: string; extensions?: { errors: FieldError[] } } };
}

const pointersOf = (answer: ReturnType<typeof read>) =>
  answer.refusal?.extensions?.errors.map(({ pointer }) => pointer).sort();

describe('a request', () => {
  it('is read whether or not API Gateway encodes its body', () => {
    const text = JSON.stringify({ name: 'Käse' });

    expect(read(text).body).toEqual({ name: 'Käse' });
    expect(read(Buffer.from(text).toString('base64'), { isBase64Encoded: true }).body).toEqual({ name: 'Käse' });
  });

  it.each(['%ff', '%ED%A0%80', '%C0%AF', '%zz', '100%'])(
    'with a query of other bytes than UTF-8 is refused: %s',
    (bytes) => {
      const answer = read('{"name":"x"}', { query: { limit: '3' }, rawQuery: `limit=3&cursor=${bytes}` });

      expect(pointersOf(answer)).toEqual(['#/query/cursor']);
    },
  );

  it('is refused with all of its mistakes at once, by JSON pointer', () => {
    const body = { name: 'too long', parts: [{ count: 1 }, { count: 'x', colour: 'red' }], 'a/b~c': '1', 'x/y~z ü': 1 };

    const answer = read(JSON.stringify(body), {
      params: { id: 'too-long' },
      query: { limit: '0', sort: 'up' },
      headers: { 'if-match': 'three', 'idempotency-key': 'two words' },
    });

    expect(answer.refusal?.code).toBe('request.invalid');
    expect(pointersOf(answer)).toEqual(
      [
        '#/path/id',
        '#/query/limit',
        '#/query/sort',
        '#/headers/if-match',
        '#/headers/idempotency-key',
        '#/name',
        '#/parts/1/count',
        '#/parts/1/colour',
        '#/a~1b~0c',
        '#/x~1y~0z%20%C3%BC',
      ].sort(),
    );
  });

  it.each([
    ['0', 'too_small'],
    ['-1', 'too_small'],
    ['101', 'too_large'],
    ['99999999999999999999', 'too_large'],
    ['abc', 'wrong_type'],
    ['1.5', 'wrong_type'],
    ['007', 'wrong_type'],
    ['', 'wrong_type'],
  ])('for pages of %j items is refused as %s', (limit, code) => {
    expect(read('{"name":"a"}', { query: { limit } }).refusal?.extensions?.errors).toEqual([
      { pointer: '#/query/limit', code, detail: 'A number from 1 to 100.' },
    ]);
  });

  it('may ask for pages of 1 to 100 items', () => {
    expect(read('{"name":"a"}', { query: { limit: '1' } }).query).toEqual({ limit: 1 });
    expect(read('{"name":"a"}', { query: { limit: '100' } }).query).toEqual({ limit: 100 });
    expect(read('{"name":"a"}').query).toEqual({ limit: 20 });
  });

  it('learns that its body is missing, beside its other mistakes', () => {
    const missing = { pointer: '#', code: 'required', detail: 'The body is missing.' };

    expect(read(undefined).refusal?.extensions?.errors).toEqual([missing]);
    expect(read('', { query: { sort: 'up' } }).refusal?.extensions?.errors).toEqual([
      { pointer: '#/query/sort', code: 'unknown_field', detail: 'Unknown field.' },
      missing,
    ]);
  });

  it('is refused as a whole when its body is missing or not a JSON object', () => {
    expect(pointersOf(read(undefined))).toEqual(['#']);
    expect(pointersOf(read(''))).toEqual(['#']);
    expect(pointersOf(read('{"name":'))).toEqual(['#']);
    expect(pointersOf(read('[]'))).toEqual(['#']);
    expect(pointersOf(read('null'))).toEqual(['#']);
  });

  it('is too large by bytes, not by characters, even where a route takes no body', () => {
    const { body: _, ...bodiless } = route;
    const large = `"${'ü'.repeat(128 * 1024)}"`;

    expect(read(large).refusal?.code).toBe('request.too_large');
    expect(read(large, { of: bodiless }).refusal?.code).toBe('request.too_large');
  });

  it('may not have query parameters that the route does not declare', () => {
    const { query: _, ...queryless } = route;

    expect(pointersOf(read('{"name":"a"}', { query: { admin: 'true' }, of: queryless }))).toEqual(['#/query']);
  });

  it('cannot change or name a prototype', () => {
    const nested = '{"name":"a","parts":[{"count":1,"constructor":{"prototype":{"isAdmin":true}}}]}';

    expect(pointersOf(read('{"name":"a","__proto__":{"isAdmin":true}}'))).toEqual(['#/__proto__']);
    expect(pointersOf(read(nested))).toEqual(['#/parts/0/constructor']);
    expect(read('{"name":"a","labels":{"__proto__":"x","ok":"y"}}').body).toEqual({ name: 'a', labels: { ok: 'y' } });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('is refused with at most fifty mistakes', () => {
    const parts = Array.from({ length: 1000 }, () => ({ count: 'x' }));

    expect(pointersOf(read(JSON.stringify({ name: 'a', parts })))).toHaveLength(50);
  });

  it.each([
    ['a form, as any page can send it', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['text, as any page can send it', { 'content-type': 'text/plain' }],
    ['text that looks like JSON', { 'content-type': 'text/plain; application/json' }],
    ['no content type', { 'content-type': '' }],
    ['XML', { 'content-type': 'application/xml' }],
    ['JSON in another charset', { 'content-type': 'application/json; charset=utf-16' }],
    ['compressed JSON', { 'content-encoding': 'gzip' }],
  ])('is refused as a media type that the route does not read: %s', (_what, headers) => {
    expect(read('{"name":"a"}', { headers }).refusal?.code).toBe('request.unsupported_media_type');
  });

  it.each([
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/problem+json',
    'application/json;charset="utf-8"',
  ])('is read as %s', (contentType) => {
    expect(read('{"name":"a"}', { headers: { 'content-type': contentType } }).body).toEqual({ name: 'a' });
  });

  it('may begin with a byte order mark, and is refused if its bytes are not UTF-8', () => {
    const base64 = (...bytes: number[]) =>
      Buffer.from([...Buffer.from('{"name":"'), ...bytes, 0x22, 0x7d]).toString('base64');
    expect(read('\ufeff{"name":"a"}').body).toEqual({ name: 'a' });
    expect(read(base64(0xc3, 0xa9), { isBase64Encoded: true }).body).toEqual({ name: 'é' });
    expect(read(base64(0xff, 0xfe, 0xc3), { isBase64Encoded: true }).refusal).toMatchObject({
      code: 'request.invalid',
      extensions: { errors: [{ pointer: '#', code: 'bad_format', detail: 'The body is not UTF-8.' }] },
    });
  });

  it('is refused where half of a surrogate pair stands, in body, query or path', () => {
    const half = '\ud800';
    expect(pointersOf(read(JSON.stringify({ name: half })))).toEqual(['#/name']);
    expect(pointersOf(read(JSON.stringify({ name: 'a', labels: { a: half } })))).toEqual(['#/labels/a']);
    expect(pointersOf(read(JSON.stringify({ name: 'a', labels: { [half]: 'a' } })))).toEqual(['#/labels']);
    expect(pointersOf(read('{"name":"a"}', { params: { id: half } }))).toEqual(['#/path/id']);
  });

  it.each([
    ['gzip', gzipSync('{"name":"a"}')],
    ['UTF-16', Buffer.from('\ufeff{"name":"a"}', 'utf16le')],
    ['UTF-16 without a byte order mark', Buffer.from('{"name":"a"}', 'utf16le')],
  ])('in %s that no header announces is refused as a type that is not supported', (_, bytes) => {
    const answer = read(bytes.toString('base64'), { isBase64Encoded: true });

    expect(answer.refusal?.code).toBe('request.unsupported_media_type');
  });

  it.each([
    ['{"name":"a","name":"b"}', '#/name'],
    ['{"name":"a","name":"a"}', '#/name'],
    ['{"name":"a","n\\u0061me":"b"}', '#/name'],
    ['{"name":"a","parts":[{"count":1},{"count":2 , "count" :3}]}', '#/parts/1/count'],
    ['{"name":"a","labels":{"x":"1","y":"2","x":"1"}}', '#/labels/x'],
    ['{"name":"a","a/b~c":1,"a/b~c":2}', '#/a~1b~0c'],
    ['{"name":"a","labels":{"__proto__":"1","__proto__":"2"}}', '#/labels/__proto__'],
  ])('with a name twice in one object is refused, since readers differ on which counts: %s', (text, pointer) => {
    expect(read(text).refusal?.extensions?.errors).toEqual([
      { pointer, code: 'duplicate', detail: 'The name is there twice.' },
    ]);
  });

  it('may have the same name in several objects, and as a value', () => {
    const body = { name: 'name', parts: [{ count: 1 }, { count: 1 }], labels: { name: '{"a":1,"a":2}', count: '\\"' } };

    expect(read(JSON.stringify(body)).body).toEqual(body);
  });

  it('with a name that comes ten thousand times is refused once for it', () => {
    const answer = read(`{"name":"a"${',"name":"a"'.repeat(10_000)}}`);

    expect(pointersOf(answer)).toEqual(['#/name']);
  });
});
