import { userErased } from '../../events/users/user-erased.v1.ts';
import { API_TIMEOUT_SECONDS, defineDomain } from '../manifest.ts';
import { deleteAccounts, endSessions, knowCurrency, manageAccounts } from '../rights.ts';
import { usersContract } from './contract/index.ts';

const PERSON = 'Export and erasure collect all data of a user, with reads that include the latest orders.';

export const users = defineDomain({
  name: 'users',
  level: 2,
  contract: usersContract,
  table: {},
  functions: {
    api: {
      table: 'write',
      reads: [
        { domain: 'orders', by: 'index', upwards: PERSON },
        { domain: 'cart', upwards: PERSON },
        { domain: 'payments', upwards: 'An order whose refund is owed keeps the address of its buyer.' },
      ],
      rights: [knowCurrency, manageAccounts, endSessions],
      timeoutSeconds: API_TIMEOUT_SECONDS,
    },
    events: { consumes: [userErased], rights: [deleteAccounts, endSessions] },
    // Cognito waits 5 seconds for it.
    token: { shapesTokens: true, timeoutSeconds: 5 },
  },
});
