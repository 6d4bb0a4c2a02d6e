import { userErased } from '../../events/users/user-erased.v1.ts';
import { API_TIMEOUT_SECONDS, defineDomain, type Read } from '../manifest.ts';
import {
  deleteAccounts,
  endSessions,
  enrolFactors,
  findAccounts,
  knowCurrency,
  knowErasingDomains,
  manageAccounts,
  readClients,
} from '../rights.ts';
import { usersContract } from './contract/index.ts';

export { CHALLENGE_MINUTES, ENROLMENT_CLIENT } from './contract/index.ts';

const PERSON = 'Export and erasure collect all data of a user, with reads that include the latest orders.';

/** The tables in which an erasure finds a user's orders, and what is owed on them. */
const PERSONAL_DATA = [
  { domain: 'orders', by: 'index', upwards: PERSON },
  { domain: 'cart', upwards: PERSON },
  { domain: 'payments', upwards: 'An order whose refund is owed keeps the address of its buyer.' },
] as const satisfies readonly Read[];

export const users = defineDomain({
  name: 'users',
  level: 2,
  contract: usersContract,
  table: {},
  functions: {
    api: {
      table: 'write',
      reads: PERSONAL_DATA,
      rights: [knowCurrency, manageAccounts, enrolFactors, endSessions],
      timeoutSeconds: API_TIMEOUT_SECONDS,
    },
    events: { table: 'write', consumes: [userErased], rights: [deleteAccounts, endSessions] },
    // Repeats what domains have not erased.
    reconcile: {
      table: 'write',
      rights: [knowErasingDomains],
      everyMinutes: 15,
      reports: true,
      timeoutSeconds: 60,
    },
    deletions: {
      table: 'write',
      watchesAccounts: true,
      reads: PERSONAL_DATA,
      rights: [findAccounts, endSessions],
      timeoutSeconds: API_TIMEOUT_SECONDS,
    },
    // Cognito waits 5 seconds for it.
    token: { shapesTokens: true, rights: [readClients], timeoutSeconds: 5 },
  },
});
