import { expect, test } from 'vitest';
import { ok, refuse } from '../kernel/result.ts';
import { answer, created, current, idempotentReplayed, linkToNext, reply } from './reply.ts';

test('A value becomes the reply that is made of it.', async () => {
  expect(await answer(Promise.resolve(ok(2)), (value) => reply(200, value + 1))).toEqual({ status: 200, body: 3 });
});

test('A refusal is returned unchanged, and no reply is made.', async () => {
  const refused = refuse('things.name_taken', 'Taken.');

  expect(
    await answer(refused, () => {
      throw new Error('There is nothing to present.');
    }),
  ).toBe(refused);
});

test('A resource has the ETag of its version, and a new one its Location.', () => {
  const thing = { id: 'a', version: 3 };

  expect(current(thing)).toEqual({ status: 200, body: thing, headers: { etag: '"3"' } });
  expect(created(thing, '/v1/things/a')).toEqual({
    status: 201,
    body: thing,
    headers: { etag: '"3"', location: '/v1/things/a' },
  });
});

test('Only a repeated answer is marked as replayed.', () => {
  expect(idempotentReplayed(true)).toEqual({ 'idempotent-replayed': 'true' });
  expect(idempotentReplayed(false)).toEqual({});
});

test('The link to the next page repeats the query, and the last page has none.', () => {
  expect(linkToNext('/v1/things', { limit: 2, cursor: 'a b&c' })).toEqual({
    link: '</v1/things?limit=2&cursor=a+b%26c>; rel="next"',
  });
  expect(linkToNext('/v1/things', undefined)).toEqual({});
});
