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
    events: { table: 'write', consumes: [userErased] },
  },
});
