import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { hashEmail, isPartOfErasure, needsUndo, retentionOf } from '../../orders/queries.ts';
import { usersQueries } from '../queries.ts';
import { addToBook } from '../use-cases/change-addresses.ts';
import { changeProfile } from '../use-cases/change-profile.ts';
import { eraseUser } from '../use-cases/erase-user.ts';
import { findUser } from '../use-cases/find-user.ts';
import { erasuresStore } from './erasures-store.ts';
import { usersStore } from './users-store.ts';

const db = tableForTests();

test('An account consumes the units of the README’s key table.', async () => {
  const store = usersStore(db().table);
  const account = { userId: 'usr_units', username: 'usr_units', email: 'ada@example.com', emailVerified: true };
  const directory = { findAccount: async () => ({ ...account, confirmed: true }), grant: async () => undefined };
  const ports = { store, directory, currency: 'EUR' };
  const request = { userId: account.userId, requestId: 'req_1' };
  const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
  const find = () => findUser(ports, systemClock, account.userId, request.requestId);
  const { getVerifiedEmail } = usersQueries(db().table);

  expect({
    first: await db().unitsOf(find),
    again: await db().unitsOf(find),
    email: await db().unitsOf(() => getVerifiedEmail(account.userId)),
    change: await db().unitsOf(() =>
      changeProfile(ports, systemClock, { ...request, details: { name: 'Ada' }, checkVersion: () => undefined }),
    ),
    address: await db().unitsOf(() => addToBook(ports, systemClock, { ...request, address, isDefault: true })),
    erase: await db().unitsOf(() =>
      eraseUser(
        {
          store: { ...store, ...erasuresStore(db().table) },
          directory: {
            ...directory,
            rolesOf: async () => [],
            hasOthers: async () => true,
            deleteAccount: async () => undefined,
          },
          sessions: { endForGood: async () => undefined },
          listMergedCarts: async () => [],
          listOrdersOf: async () => ({ items: [] }),
          getUndoStates: async () => new Map(),
          ...{ hashEmail, isPartOfErasure, needsUndo, retentionOf },
        },
        systemClock,
        account.userId,
        'req_1',
      ),
    ),
  }).toEqual({
    first: { read: 1, write: 4 },
    again: { read: 1, write: 0 },
    email: { read: 1, write: 0 },
    change: { read: 1, write: 4 },
    address: { read: 2, write: 6 },
    erase: { read: 1, write: 8 },
  });
});
