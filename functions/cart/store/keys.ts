import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */
export const cartKey = (cartId: string): Key => ({ pk: `cart#${cartId}`, sk: 'cart' });
