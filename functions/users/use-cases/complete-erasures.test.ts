import { expect, test } from 'vitest';
import { type UserErased, userErased } from '../../../events/users/user-erased.v1.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { userActions } from '../actions.ts';
import { type Erasure, requestErasure } from '../domain/erasure.ts';
import { erasuresStore } from '../store/erasures-store.ts';
import { usersStore } from '../store/users-store.ts';
import { completeErasures } from './complete-erasures.ts';

const db = tableForTests();

const ERASED_AT = new Date('2026-11-20T12:00:00.000Z');
const after = (minutes: number) => new Date(ERASED_AT.getTime() + minutes * 60_000);
const DAY = 24 * 60;

/** An erasure of a user at noon, which concerns carts and orders, and the schedule. */
async function anErasure(userId: string) {
  const store = erasuresStore(db().table);
  const events: UserErased[] = [];
  const reports: Finding[] = [];
  const ports = {
    async *listErasures() {
      for await (const page of store.listErasures()) yield page.filter((each) => each.userId === userId);
    },
    repeatErasure: async (before: Erasure, next: Erasure, event: UserErased) => {
      events.push(event);
      return store.repeatErasure(before, next, event);
    },
    endErasure: store.endErasure,
    report: (findings: readonly Finding[]) => void reports.push(...findings),
  };
  const request = async (minutes: number) => {
    const traces = { mergedCarts: ['crt_1'], hashedEmail: 'hash' };
    const erasure = requestErasure(userId, traces, await store.getErasure(userId), after(minutes));
    const facts = { aggregateId: userId, occurredAt: new Date(erasure.erasedAt), ...causedBy('test') };
    await usersStore(db().table).erase(
      erasure,
      createEvent(userErased, { ...facts, data: { userId, guestOrderIds: [] } }),
    );
  };
  const look = (minutes: number, until = after(minutes + 1)) =>
    completeErasures(ports, { now: () => after(minutes) }, { domains: ['cart', 'orders'], until });
  const erase = (domain: string, minutes: number, how = async () => undefined) =>
    userActions(db().table).erasePart({ domain, userId, clock: { now: () => after(minutes) } }, how);
  await request(0);
  return { events, reports, request, look, erase, find: () => store.getErasure(userId) };
}

test('An erasure is asked for once more, in silence, and ends when every part is erased after that.', async () => {
  const { events, look, erase, find } = await anErasure('ann');
  for (const domain of ['cart', 'orders']) await erase(domain, 0);

  expect(await look(14)).toEqual([]);
  expect(events).toEqual([]);
  expect(await look(15)).toEqual([]);
  expect(events.map(({ metadata, data }) => [metadata.occurredAt, data])).toEqual([
    [ERASED_AT.toISOString(), { userId: 'ann', guestOrderIds: [] }],
  ]);
  for (const domain of ['cart', 'orders']) await erase(domain, 15);
  expect(await look(75)).toEqual([]);

  expect(await find()).toBeUndefined();
  expect(events).toHaveLength(1);
});

test('A part that is not erased is asked for every hour and reported, after a day as one that needs a person.', async () => {
  const { reports, events, look, erase, find } = await anErasure('bob');
  await look(15);
  await erase('cart', 15);

  expect(await look(75)).toMatchObject([{ kind: 'erasure_not_done', id: 'bob', outcome: 'repaired' }]);
  expect(await look(76)).toEqual([]);
  expect(await look(DAY)).toMatchObject([
    { kind: 'erasure_overdue', detail: expect.stringContaining('Not done: orders.'), outcome: 'open' },
  ]);
  await erase('orders', DAY);
  expect(await look(DAY + 60)).toEqual([]);

  expect(reports).toHaveLength(2);
  expect(events).toHaveLength(3);
  expect(await find()).toBeUndefined();
});

test('A part whose run fails is not marked.', async () => {
  const { erase, find } = await anErasure('cem');

  await expect(erase('orders', 15, () => Promise.reject(new Error('The table is away.')))).rejects.toThrow('away');

  expect((await find())?.parts).toEqual({});
});

test('A repeated request keeps the time of the erasure, and its parts count only after it.', async () => {
  const { events, request, look, erase, find } = await anErasure('dan');
  for (const domain of ['cart', 'orders']) await erase(domain, 15);
  await request(20);

  await look(35);

  expect(events.map(({ metadata }) => metadata.occurredAt)).toEqual([ERASED_AT.toISOString()]);
  expect(await find()).toMatchObject({ erasedAt: ERASED_AT.toISOString(), requestedAt: after(20).toISOString() });
});

test('A mark without an open erasure writes nothing.', async () => {
  const { look, erase, find } = await anErasure('eve');
  for (const domain of ['cart', 'orders']) await erase(domain, 15);
  await look(15);

  await erase('cart', 90);

  expect(await find()).toBeUndefined();
});

test('A run that is out of time, or meets another run, changes nothing.', async () => {
  const { events, look, find } = await anErasure('fay');

  await look(15, after(15));
  expect(events).toEqual([]);
  const [first, second] = await Promise.all([look(15), look(15)]);

  expect([first, second]).toEqual([[], []]);
  expect(await find()).toMatchObject({ repeats: 1 });
});
