import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { Key } from '../dynamodb/actions.ts';
import { type Counters, createCounters } from '../dynamodb/counters.ts';
import { createTrials, type Trials } from '../dynamodb/trials.ts';
import { TransientFault } from '../kernel/faults.ts';
import { refuse } from '../kernel/result.ts';
import { logger } from '../runtime/logger.ts';
import { apiClient, type TestRequest } from '../testing/api-client.ts';
import { startTestTable, type TestTable } from '../testing/dynamodb.ts';
import { createApi } from './api.ts';
import { defineContract } from './contract.ts';
import { reply } from './reply.ts';

const contract = defineContract({
  domain: 'gates',
  routes: {
    guess: {
      method: 'POST',
      path: '/guess',
      access: ['public'],
      summary: 'Guesses',
      body: z.strictObject({ email: z.string(), word: z.string() }),
      throttles: [
        {
          ...{ name: 'account', per: { body: 'email' }, counts: 'failures', limit: 10, windowSeconds: 900 },
          knowsNetworks: true,
        },
        { name: 'address', per: 'address', counts: 'failures', limit: 25, windowSeconds: 900 },
      ],
      responses: { 204: null },
      refusals: { 'gates.wrong': 401 },
    },
    proveMailbox: {
      method: 'POST',
      path: '/mailbox',
      access: ['public'],
      summary: 'Proves a mailbox',
      body: z.strictObject({ email: z.string(), code: z.string().default('right') }),
      throttles: [
        {
          ...{ name: 'code', per: { body: 'email' }, counts: 'failures', limit: 10, windowSeconds: 900 },
          ...{ resets: 'account', knowsNetworks: { of: 'account' } },
        },
      ],
      responses: { 204: null },
      refusals: { 'gates.wrong': 422 },
    },
    buy: {
      method: 'POST',
      path: '/buy',
      access: ['guest', 'customer'],
      summary: 'Buys',
      throttles: [
        {
          name: 'buy',
          per: 'caller',
          counts: 'requests',
          limit: { guest: 2, customer: 4, partner: 8 },
          windowSeconds: 60,
        },
      ],
      responses: { 204: null },
    },
    look: { method: 'GET', path: '/look', access: ['public'], summary: 'Looks', responses: { 204: null } },
  },
});

let db: TestTable;
let counters: Counters;
let trials: Trials;
let now = Date.parse('2026-11-21T10:00:00Z');
const tried = vi.fn();
const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);

beforeAll(async () => {
  db = await startTestTable();
});
afterAll(() => db.stop());
beforeEach(() => {
  // Each test has its own windows.
  now += 3_600_000;
  counters = createCounters(db.items, db.tableName);
  trials = createTrials(db.items, db.tableName);
  tried.mockReset();
  logged.mockClear();
});

const call = (routeKey: string, request: TestRequest) =>
  apiClient(
    createApi(
      contract,
      'api',
      {
        guess: async ({ body }) => {
          tried(body.word);
          if (body.word === 'fault') throw new TransientFault('The directory is away.');
          return body.word === 'right' ? reply(204, undefined) : refuse('gates.wrong', 'Wrong.');
        },
        proveMailbox: async ({ body }) =>
          body.code === 'right' ? reply(204, undefined) : refuse('gates.wrong', 'Wrong.'),
        buy: async () => {
          tried();
          return reply(204, undefined);
        },
        look: async () => reply(204, undefined),
      },
      {
        resolveGuest: async (cartToken) => ({ kind: 'guest', cartId: cartToken }),
        sessions: { read: async () => undefined },
        throttles: {
          counters,
          trials,
          isPartnerKey: async (key) => key === 'good',
          clock: { now: () => new Date(now) },
        },
      },
    ),
  )(routeKey, request);

const guess = (word: string, { email = 'ada@example.com', sourceIp = '203.0.113.7' } = {}) =>
  call('POST /v1/guess', { body: { email, word }, sourceIp });

const buy = (cart: string, more: Record<string, string> = {}) =>
  call('POST /v1/buy', { headers: { 'x-cart-token': cart, ...more } });

const times = <T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const statuses = (answers: readonly { status: number }[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]));

describe('a throttle of failures', () => {
  it('admits exactly its limit of 100 parallel wrong guesses at one account', async () => {
    const answers = await times(100, (index) => guess('wrong', { sourceIp: `198.51.100.${index}` }));

    expect(statuses(answers)).toEqual({ 401: 10, 429: 90 });
    expect(tried).toHaveBeenCalledTimes(10);
  });

  it('states when the window ends, and then admits guesses again', async () => {
    now += 1_000;
    await times(10, () => guess('wrong'));

    const refused = await guess('right');
    now += Number(refused.headers['retry-after']) * 1000;
    const later = await guess('right');

    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '899', 'content-type': 'application/problem+json' },
      body: { code: 'request.too_many_requests' },
    });
    expect(later.status).toBe(204);
  });

  it('counts all spellings of an account together, and each account alone', async () => {
    await times(10, (index) => guess('wrong', { email: index % 2 ? 'Bo@Example.com' : 'bo@example.com' }));

    expect((await guess('right', { email: 'BO@EXAMPLE.COM' })).status).toBe(429);
    expect((await guess('right', { email: 'cy@example.com' })).status).toBe(204);
  });

  it('counts neither successful attempts nor the faults of the shop', async () => {
    for (let round = 0; round < 4; round += 1) {
      expect(statuses(await times(10, () => guess('right')))).toEqual({ 204: 10 });
      expect(statuses(await times(10, () => guess('fault')))).toEqual({ 503: 10 });
    }
    // More parallel calls than the limit: some must wait for others, but no caller stays locked
    // out.
    await times(40, () => guess('right'));

    expect((await guess('right')).status).toBe(204);
  });

  it('stops an address that tries many accounts, and does not lock these accounts', async () => {
    const sprayed = await times(60, (index) => guess('wrong', { email: `user-${index % 30}@example.com` }));
    const victims = await times(30, (index) =>
      guess('right', { email: `user-${index}@example.com`, sourceIp: `198.51.100.${index}` }),
    );

    expect(statuses(sprayed)).toEqual({ 401: 25, 429: 35 });
    expect(statuses(victims)).toEqual({ 204: 30 });
  });

  it('leaves the owner their own attempts in a network that they logged in from, and so many only', async () => {
    const [home, attacker, cafe] = ['192.0.2.1', '203.0.113.9', '192.0.2.77'];
    const email = 'eve@example.com';
    await guess('right', { email, sourceIp: home });
    await times(20, () => guess('wrong', { email, sourceIp: attacker }));

    expect((await guess('right', { email, sourceIp: cafe })).status).toBe(429);
    expect((await guess('right', { email, sourceIp: home })).status).toBe(204);
    const neighbour = await times(20, () => guess('wrong', { email, sourceIp: home }));
    expect(statuses(neighbour)).toEqual({ 401: 10, 429: 10 });
    expect((await guess('right', { email: 'fay@example.com', sourceIp: home })).status).toBe(204);
  });

  it('knows the networks of another throttle: who logged in there proves a mailbox there', async () => {
    const [home, attacker, cafe] = ['192.0.2.1', '203.0.113.9', '192.0.2.77'];
    const email = 'joy@example.com';
    const prove = (sourceIp: string, code = 'right') => call('POST /v1/mailbox', { body: { email, code }, sourceIp });
    await guess('right', { email, sourceIp: home });
    await times(20, () => prove(attacker, 'wrong'));

    expect((await prove(cafe)).status).toBe(429);
    expect((await prove(home)).status).toBe(204);
    expect(statuses(await times(20, () => prove(home, 'wrong')))).toEqual({ 422: 10, 429: 10 });
  });

  it('knows a network for 30 days, and only that of a success', async () => {
    const [home, tried] = ['192.0.2.1', '192.0.2.99'];
    const email = 'gil@example.com';
    await guess('right', { email, sourceIp: home });
    await guess('wrong', { email, sourceIp: tried });
    const lock = () => times(10, (index) => guess('wrong', { email, sourceIp: `203.0.113.${index}` }));

    await lock();
    expect((await guess('right', { email, sourceIp: tried })).status).toBe(429);
    now += 31 * 86_400_000;
    await lock();
    expect((await guess('right', { email, sourceIp: home })).status).toBe(429);
  });

  it('is set back when the owner proves another way who they are', async () => {
    const email = 'hal@example.com';
    await times(10, () => guess('wrong', { email }));
    const locked = await guess('right', { email });

    await call('POST /v1/mailbox', { body: { email: 'HAL@example.com' } });

    expect([locked.status, (await guess('right', { email })).status]).toEqual([429, 204]);
  });

  it('counts the addresses of one mailbox together, whatever their tags and letter case', async () => {
    const tags = ['', '+', '+1', '+2', '+a.b', '+x+y', '+shop', '+0', '+_', '+z'];
    await times(10, (index) => guess('wrong', { email: `Ida${tags[index]}@Example.com` }));

    expect((await guess('right', { email: 'ida@example.com' })).status).toBe(429);
    expect((await guess('right', { email: 'idas+1@example.com' })).status).toBe(204);
  });

  it('refuses requests when its counter is unavailable', async () => {
    counters = { ...counters, take: () => Promise.reject(new TransientFault('away')) };

    expect((await guess('right')).status).toBe(503);
    expect(tried).not.toHaveBeenCalled();
  });
});

describe('a throttle of requests', () => {
  it('limits each caller by the caller’s tier', async () => {
    expect(statuses(await times(10, () => buy('crt_1')))).toEqual({ 204: 2, 429: 8 });
    expect(statuses(await times(10, () => buy('crt_2')))).toEqual({ 204: 2, 429: 8 });
    expect(statuses(await times(10, () => buy('crt_3', { 'x-api-key': 'good' })))).toEqual({ 204: 8, 429: 2 });
  });

  it('admits requests when its counter is unavailable, and logs an error', async () => {
    counters = { ...counters, take: () => Promise.reject(new TransientFault('away')) };

    expect((await buy('crt_4')).status).toBe(204);
    expect(logged).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('could not count'), expect.anything());
  });

  it('refuses requests when its counter itself is throttled', async () => {
    const flooded = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    counters = { ...counters, take: () => Promise.reject(flooded) };

    expect((await buy('crt_5')).status).toBe(503);
  });
});

describe('an API key', () => {
  it('that is unknown is refused on a throttled route, before the request is validated', async () => {
    const answer = await call('POST /v1/guess', { headers: { 'x-api-key': 'bad' }, body: 'bad' });

    expect(answer).toMatchObject({ status: 401, body: { code: 'request.unauthenticated' } });
  });

  it('does not authenticate a caller', async () => {
    expect((await call('POST /v1/buy', { headers: { 'x-api-key': 'good' } })).status).toBe(401);
  });
});

it('A throttle stores no address and no email.', async () => {
  const stored = createCounters(db.items, db.tableName);
  const keys: Key[] = [];
  counters = {
    ...stored,
    take: (key, ...rest) => {
      keys.push(key);
      return stored.take(key, ...rest);
    },
  };

  await guess('wrong', { email: 'private@example.com', sourceIp: '203.0.113.99' });

  for (const key of keys) {
    const { Item } = await db.client.send(new GetCommand({ TableName: db.tableName, Key: key }));
    expect(Item).toEqual({ ...key, count: 1, expiresAt: Number(key.sk) });
    expect(JSON.stringify(Item)).not.toMatch(/private|example|203\.0/);
  }
  expect(keys).toHaveLength(2);
});

it('A throttle costs one write unit, one more if it is forgiven, and one to know a network.', async () => {
  expect(await db.unitsOf(() => guess('wrong', { email: 'dee@example.com' }))).toEqual({ read: 0, write: 2 });
  expect(await db.unitsOf(() => guess('right', { email: 'dee@example.com' }))).toEqual({ read: 0, write: 5 });
  expect(await db.unitsOf(() => buy('crt_6'))).toEqual({ read: 0, write: 1 });
  expect(await db.unitsOf(() => call('GET /v1/look', {}))).toEqual({ read: 0, write: 0 });
});
