import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */
export const cartKey = (cartId: string): Key => ({ pk: `cart#${cartId}`, sk: 'cart' });

const MERGED = 'merged#';

/** Beside the user's cart: which guests' carts were merged into it. */
export const mergeRecordKey = (userCartId: string, guestCartId: string): Key => ({
  pk: cartKey(userCartId).pk,
  sk: `${MERGED}${guestCartId}`,
});

export const mergeRecords = (userCartId: string) => ({ pk: cartKey(userCartId).pk, skPrefix: MERGED });
