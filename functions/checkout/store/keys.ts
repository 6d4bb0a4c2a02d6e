import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The newest execution of an order that was started again. */
export const restartKey = (orderId: string): Key => ({ pk: `restart#${orderId}`, sk: 'record' });
