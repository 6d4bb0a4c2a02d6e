import { expect, test } from 'vitest';
import type { UserErased } from '../../../events/users/user-erased.v1.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { hashEmail, isPartOfErasure, needsUndo, type Order, retentionOf } from '../../orders/queries.ts';
import { firstProfile } from '../domain/user.ts';
import { type EraseUserPorts, eraseUser } from './erase-user.ts';

const order = {
  status: 'rejected',
  createdAt: '2026-11-01T11:00:00.000Z',
  updatedAt: '2026-11-01T12:00:00.000Z',
} as Order;
const account = { userId: 'ann', username: 'ann', email: 'ann@example.com', emailVerified: true, confirmed: true };

/** A user with many guest orders; `failAt` is the write that fails, once. */
function aUserWith(orders: number, failAt?: number) {
  const ids = Array.from({ length: orders }, (_, index) => `ord_${String(index).padStart(26, '0')}`);
  const events: UserErased[] = [];
  const ended: string[] = [];
  let user: Awaited<ReturnType<EraseUserPorts['store']['getUser']>> = firstProfile(account, 'EUR', new Date());
  let writes = 0;
  const write = async (event: UserErased) => {
    writes += 1;
    if (writes === failAt) throw new Error('The table is away.');
    events.push(event);
  };
  const ports: EraseUserPorts = {
    store: {
      getUser: async () => user,
      record: (_, event) => write(event),
      getErasure: async () => undefined,
      erase: async (_, event) => {
        await write(event);
        user = 'erased';
      },
    },
    directory: {
      findAccount: async () => account,
      deleteAccount: async () => undefined,
      rolesOf: async () => ['customer'],
      hasOthers: async () => true,
    },
    sessions: { endForGood: async (userId) => void ended.push(userId) },
    listMergedCarts: async () => [],
    listOrdersOf: async () => ({ items: ids.map((id) => ({ order: { ...order, id }, contact: undefined })) }),
    getUndoStates: async () => new Map(),
    ...{ hashEmail, isPartOfErasure, needsUndo, retentionOf },
  };
  return { ids, events, ended, ports };
}

test('A user with 12,000 guest orders is erased by events that are each small.', async () => {
  const { ids, events, ended, ports } = aUserWith(12_000);

  expect((await eraseUser(ports, systemClock, 'ann', 'req_1')).ok).toBe(true);
  expect(ended).toEqual(['ann']);

  expect(events.flatMap(({ data }) => data.guestOrderIds)).toEqual(ids);
  expect(Math.max(...events.map((event) => JSON.stringify(event).length))).toBeLessThan(10_000);
});

test('An erasure that failed half way names every guest order when it is repeated.', async () => {
  const { ids, events, ports } = aUserWith(250, 3);

  await expect(eraseUser(ports, systemClock, 'ann', 'req_1')).rejects.toThrow('The table is away.');
  await eraseUser(ports, systemClock, 'ann', 'req_2');

  expect(new Set(events.flatMap(({ data }) => data.guestOrderIds))).toEqual(new Set(ids));
});
