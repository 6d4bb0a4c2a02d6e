import type { Key } from '../../../shared/dynamodb/actions.ts';

/** @param buyer the buyer's cart or user id: keys of different buyers never meet. */
export const idempotencyKey = (buyer: string, key: string): Key => ({
  pk: `idempotency#${buyer}#${key}`,
  sk: 'record',
});
