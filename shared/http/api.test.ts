import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { InvalidCursor } from '../dynamodb/cursor.ts';
import { TransientFault } from '../kernel/faults.ts';
import { refuse } from '../kernel/result.ts';
import type { SessionMark } from '../kernel/session-mark.ts';
import { logger } from '../runtime/logger.ts';
import { apiClient, type TestRequest } from '../testing/api-client.ts';
import { createApi } from './api.ts';
import { defineContract } from './contract.ts';
import { checkVersion } from './precondition.ts';
import { reply } from './reply.ts';

const contract = defineContract({
  domain: 'things',
  routes: {
    changeThing: {
      method: 'PUT',
      path: '/things/{id}',
      access: ['seller', 'admin'],
      summary: 'Changes a thing',
      params: z.strictObject({ id: z.string() }),
      body: z.strictObject({ name: z.string() }),
      ifMatch: 'required',
      responses: { 200: z.strictObject({ name: z.string() }) },
      refusals: { 'things.name_taken': 409, 'things.name_odd': 422 },
    },
    makeThing: {
      method: 'POST',
      path: '/things',
      access: ['guest', 'customer'],
      summary: 'Makes a thing',
      body: z.strictObject({ name: z.string() }),
      idempotencyKey: 'required',
      responses: { 204: null },
    },
    listThings: {
      method: 'GET',
      path: '/things',
      access: ['public'],
      summary: 'Lists things',
      responses: { 200: z.array(z.string()) },
    },
  },
});

const list = vi.fn<() => Promise<string[]>>(async () => []);
const made: unknown[] = [];
const mark = vi.fn<() => SessionMark | undefined>(() => undefined);

const call = apiClient(
  createApi(
    contract,
    'api',
    {
      changeThing: async ({ params, body, ifMatch }) => {
        if (params.id !== 'known') return refuse('request.not_found', 'There is no such thing.');
        const stale = checkVersion(ifMatch, 7);
        if (stale) return { refusal: stale };
        if (body.name === 'taken')
          return refuse('things.name_taken', 'Taken.', { by: 'another', status: 200, requestId: 'x' });
        if (body.name === 'odd') return refuse('things.name_odd', 'Odd.');
        return reply(200, { name: body.name }, { etag: '"8"' });
      },
      makeThing: async ({ caller, idempotencyKey }) => {
        made.push({ caller, idempotencyKey });
        return reply(204, undefined);
      },
      listThings: async () => reply(200, await list()),
    },
    {
      resolveGuest: async (cartToken) => (cartToken === 'good' ? { kind: 'guest', cartId: 'crt_1' } : undefined),
      sessions: { read: async () => mark() },
    },
  ),
);

const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);

beforeEach(() => {
  logged.mockClear();
  made.length = 0;
});

afterEach(() => list.mockImplementation(async () => []));

const seller = { id: 'user-1', groups: ['seller'] };
const CHANGE = 'PUT /v1/things/{id}';

describe('a token whose rights have ended', () => {
  const change = { user: seller, params: { id: 'known' }, body: { name: 'a' }, headers: { 'if-match': '"7"' } };
  const second = () => Math.floor(Date.now() / 1000);
  afterEach(() => mark.mockReset());

  it('is refused if it was made before the sessions ended, and admitted if after', async () => {
    mark.mockReturnValue({ endedAt: second() + 2, isErased: false });
    expect(await call(CHANGE, change)).toMatchObject({ status: 401, body: { code: 'request.unauthenticated' } });
    mark.mockReturnValue({ endedAt: second() - 1, isErased: false });
    expect((await call(CHANGE, change)).status).toBe(200);
  });

  it('is refused if its user was erased, whenever it was made', async () => {
    mark.mockReturnValue({ endedAt: 0, isErased: true });
    expect((await call(CHANGE, change)).status).toBe(401);
  });

  it('is not believed while the marks cannot be read', async () => {
    mark.mockImplementation(() => {
      throw new TransientFault('The marks are away.');
    });
    expect(await call(CHANGE, change)).toMatchObject({ status: 503, body: { code: 'request.unavailable' } });
  });
});

describe('a request with several mistakes', () => {
  // Each request corrects the first mistake of the one before, and keeps all the others.
  const requests: [number, string, TestRequest][] = [
    [401, 'request.unauthenticated', { params: { id: 'unknown' }, body: {} }],
    [403, 'request.forbidden', { user: { id: 'user-1', groups: ['customer'] }, params: { id: 'unknown' }, body: {} }],
    [400, 'request.invalid', { user: seller, params: { id: 'unknown' }, body: {} }],
    [404, 'request.not_found', { user: seller, params: { id: 'unknown' }, body: { name: 'taken' } }],
    [428, 'request.precondition_required', { user: seller, params: { id: 'known' }, body: { name: 'taken' } }],
    [
      412,
      'request.version_mismatch',
      { user: seller, params: { id: 'known' }, body: { name: 'taken' }, headers: { 'if-match': '"6"' } },
    ],
    [
      409,
      'things.name_taken',
      { user: seller, params: { id: 'known' }, body: { name: 'taken' }, headers: { 'if-match': '"7"' } },
    ],
    [
      422,
      'things.name_odd',
      { user: seller, params: { id: 'known' }, body: { name: 'odd' }, headers: { 'if-match': '"7"' } },
    ],
  ];

  it.each(requests)('is refused first with %i %s', async (status, code, request) => {
    const answer = await call(CHANGE, request);

    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
    expect(answer.body).toMatchObject({ status, code, type: `urn:souk:problem:${code}`, requestId: 'req-test' });
    expect(logged).not.toHaveBeenCalled();
  });

  it('succeeds once all of them are corrected', async () => {
    const answer = await call(CHANGE, {
      user: seller,
      params: { id: 'known' },
      body: { name: 'fine' },
      headers: { 'if-match': '"7"' },
    });

    expect(answer).toMatchObject({ status: 200, body: { name: 'fine' }, headers: { etag: '"8"' } });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });
});

describe('an API', () => {
  it('refuses a guest without a cart token before it reads the request, and names the scheme', async () => {
    const answer = await call('POST /v1/things', { body: {} });

    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('refuses a request without its Idempotency-Key, and passes a valid one to the use case', async () => {
    const headers = { 'x-cart-token': 'good' };

    const without = await call('POST /v1/things', { headers, body: { name: 'a' } });
    const given = await call('POST /v1/things', {
      headers: { ...headers, 'idempotency-key': 'k1' },
      body: { name: 'a' },
    });

    expect(without).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/headers/idempotency-key' }] } });
    expect(given).toMatchObject({ status: 204, body: undefined });
    expect(made).toEqual([{ caller: { kind: 'guest', cartId: 'crt_1' }, idempotencyKey: 'k1' }]);
  });

  it('adds a refusal’s own members to the problem, but they cannot replace standard members', async () => {
    const answer = await call(CHANGE, {
      user: seller,
      params: { id: 'known' },
      body: { name: 'taken' },
      headers: { 'if-match': '*' },
    });

    expect(answer.body).toMatchObject({ by: 'another', status: 409, requestId: 'req-test' });
  });
});

describe('a fault', () => {
  it('returns 500 without its text, and is logged once', async () => {
    list.mockRejectedValue(new Error('password=hunter2'));

    const answer = await call('GET /v1/things');

    expect(answer).toMatchObject({ status: 500, body: { code: 'request.internal_error', requestId: 'req-test' } });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(logged).toHaveBeenCalledExactlyOnceWith(
      'request failed',
      expect.objectContaining({ requestId: 'req-test', routeKey: 'GET /v1/things' }),
    );
  });

  it('returns 503 with Retry-After when it is transient', async () => {
    list.mockRejectedValue(new TransientFault('souk-dev-things leaves keys unprocessed.'));

    const answer = await call('GET /v1/things');

    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(JSON.stringify(answer)).not.toContain('souk-dev-things');
    expect(logged).toHaveBeenCalledOnce();
  });

  it('returns 400 and is not logged when it is a cursor of another list', async () => {
    list.mockRejectedValue(new InvalidCursor('The cursor was not made by this list.'));

    const answer = await call('GET /v1/things');

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/query/cursor' }] } });
    expect(logged).not.toHaveBeenCalled();
  });
});
