import { userErased } from '../../events/users/user-erased.v1.ts';
import { defineDomain } from '../manifest.ts';
import { reviewsContract } from './contract/index.ts';

export const reviews = defineDomain({
  name: 'reviews',
  level: 3,
  contract: reviewsContract,
  table: { indexes: ['gsi1'] },
  functions: {
    api: { table: 'write', reads: ['catalog'] },
    // The mark that its part of an erasure is done is an item of users.
    events: { table: 'write', writes: [{ domain: 'users', keys: 'erasure#' }], consumes: [userErased] },
  },
});
