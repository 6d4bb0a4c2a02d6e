import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */
export const cartKey = (cartId: string): Key => ({ pk: `cart#${cartId}`, sk: 'cart' });

const MERGED = 'merged#';

/** Stored beside the user's cart: one record for each guest's cart that was merged into it. */
export const mergeRecordKey = (userCartId: string, guestCartId: string): Key => ({
  pk: cartKey(userCartId).pk,
  sk: `${MERGED}${guestCartId}`,
});

export const mergeRecords = (userCartId: string) => ({ pk: cartKey(userCartId).pk, skPrefix: MERGED });

/**
 * A partition of its own: other domains' functions may write guards, and IAM restricts them by
 * partition.
 */
export const guardKey = (cartId: string): Key => ({ pk: `guard#${cartId}`, sk: 'guard' });
