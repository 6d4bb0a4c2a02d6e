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

/** Apart from the cart's own partition: other domains' functions may write these items, and IAM goes by the partition. */
export const guardKey = (cartId: string): Key => ({ pk: `guard#${cartId}`, sk: 'guard' });
