import { expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { type Refusal, type Result, refuse } from '../kernel/result.ts';
import type { SessionMarks } from '../kernel/session-mark.ts';
import { createApi, type Handlers } from './api.ts';
import type { ResolveGuest } from './authentication.ts';
import { defineContract } from './contract.ts';
import { answer, reply } from './reply.ts';
import type { ThrottlePorts } from './throttle.ts';

const ok = { responses: { 200: z.strictObject({ name: z.string() }) } } as const;

const contract = defineContract({
  domain: 'things',
  routes: {
    look: { method: 'GET', path: '/things', access: ['public'], summary: 'Looks', ...ok },
    change: {
      method: 'PUT',
      path: '/things',
      access: ['admin'],
      summary: 'Changes',
      ...ok,
      refusals: { 'things.name_taken': 409 },
    },
    buy: {
      method: 'POST',
      path: '/buy',
      access: ['guest', 'customer'],
      summary: 'Buys',
      function: 'checkout',
      ...ok,
      throttles: [{ name: 'buy', per: 'caller', counts: 'requests', limit: 5, windowSeconds: 60 }],
    },
    hold: {
      method: 'POST',
      path: '/hold',
      access: ['guest'],
      summary: 'Holds',
      function: 'holds',
      ...ok,
    },
  },
});

const shown = async () => reply(200, { name: 'a' });
declare const resolveGuest: ResolveGuest;
declare const throttles: ThrottlePorts;
declare const sessions: Pick<SessionMarks, 'read'>;

test('A function with a handler for each of its routes compiles.', () => {
  createApi(contract, 'api', { look: shown, change: shown }, { sessions });
  createApi(contract, 'checkout', { buy: shown }, { resolveGuest, sessions, throttles });
  createApi(contract, 'holds', { hold: shown }, { resolveGuest, sessions });
});

test('A route without a handler does not compile.', () => {
  // @ts-expect-error: change is missing.
  createApi(contract, 'api', { look: shown }, { sessions });
});

test('A handler of a route that another function serves does not compile.', () => {
  // @ts-expect-error: buy is served by checkout.
  createApi(contract, 'api', { look: shown, change: shown, buy: shown }, { sessions });
});

test('A handler without a route does not compile.', () => {
  // @ts-expect-error: there is no route sell.
  createApi(contract, 'api', { look: shown, change: shown, sell: shown }, { sessions });
});

test('A function that no route names does not compile with a handler.', () => {
  // @ts-expect-error: no route names basement.
  createApi(contract, 'basement', { look: shown }, { sessions });
});

test('A function with a route for guests must get resolveGuest.', () => {
  // @ts-expect-error: resolveGuest is missing.
  createApi(contract, 'holds', { hold: shown }, { sessions });
  // @ts-expect-error: resolveGuest is missing.
  createApi(contract, 'checkout', { buy: shown }, { sessions, throttles });
});

test('A function that serves more than the public must get the marks of ended sessions.', () => {
  // @ts-expect-error: sessions is missing.
  createApi(contract, 'api', { look: shown, change: shown });
  // @ts-expect-error: sessions is missing.
  createApi(contract, 'holds', { hold: shown }, { resolveGuest });
});

test('A function with a throttled route must get throttles.', () => {
  // @ts-expect-error: throttles is missing.
  createApi(contract, 'checkout', { buy: shown }, { resolveGuest, sessions });
});

test('A port that no route needs does not compile.', () => {
  // @ts-expect-error: no route of this function has throttles.
  createApi(contract, 'holds', { hold: shown }, { resolveGuest, sessions, throttles });
});

test('A reply or a refusal that the contract lacks does not compile.', () => {
  // @ts-expect-error: look has no status 201.
  createApi(contract, 'api', { look: async () => reply(201, { name: 'a' }), change: shown }, { sessions });
  // @ts-expect-error: change has no such refusal.
  createApi(contract, 'api', { look: shown, change: async () => refuse('things.name_odd', 'Odd.') }, { sessions });
  createApi(contract, 'api', { look: shown, change: async () => refuse('things.name_taken', 'Taken.') }, { sessions });
});

test('The value and the refusals of a use case are checked against the contract.', () => {
  type Outcome<R extends string> = () => Promise<Result<{ name: string }, Refusal<R>>>;
  const rename = (() => undefined) as unknown as Outcome<'things.name_taken'>;
  const misname = (() => undefined) as unknown as Outcome<'things.name_odd'>;

  createApi(
    contract,
    'api',
    { look: shown, change: () => answer(rename(), (thing) => reply(200, thing)) },
    { sessions },
  );
  createApi(
    contract,
    'api',
    // @ts-expect-error: change has no status 201.
    { look: shown, change: () => answer(rename(), (thing) => reply(201, thing)) },
    { sessions },
  );
  createApi(
    contract,
    'api',
    // @ts-expect-error: the body of change has a name.
    { look: shown, change: () => answer(rename(), () => reply(200, { title: 'a' })) },
    { sessions },
  );
  createApi(
    contract,
    'api',
    // @ts-expect-error: change has no such refusal.
    { look: shown, change: () => answer(misname(), (thing) => reply(200, thing)) },
    { sessions },
  );
});

test('Handlers can be split into groups that are exhaustive together.', () => {
  type Api = Handlers<typeof contract, 'api'>;
  const looks: Pick<Api, 'look'> = { look: shown };
  const changes: Pick<Api, 'change'> = { change: shown };

  createApi(contract, 'api', { ...looks, ...changes }, { sessions });
  // @ts-expect-error: change is missing.
  createApi(contract, 'api', { ...looks }, { sessions });
});

test('A handler gets the request as its schemas parse it.', () => {
  createApi(
    contract,
    'checkout',
    {
      buy: async ({ body, idempotencyKey }) => {
        expectTypeOf(body).toEqualTypeOf<undefined>();
        expectTypeOf(idempotencyKey).toEqualTypeOf<string | undefined>();
        return reply(200, { name: 'a' });
      },
    },
    { resolveGuest, sessions, throttles },
  );
});
