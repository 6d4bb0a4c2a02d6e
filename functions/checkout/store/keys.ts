import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The newest execution of an order that was started again. */
export const restartKey = (orderId: string): Key => ({ pk: `restart#${orderId}`, sk: 'record' });

/** @param buyer the buyer's cart or user id, so that the keys of different buyers never collide. */
export const idempotencyKey = (buyer: string, key: string): Key => ({
  pk: `idempotency#${buyer}#${key}`,
  sk: 'record',
});
