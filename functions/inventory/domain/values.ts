import { FIELD_ERROR_CODES } from '../../../shared/kernel/field-error.ts';

/** The causes of a movement: `set` and `adjusted` by an admin, the others by an order. */
export const CAUSES = ['set', 'adjusted', 'reserved', 'committed', 'released'] as const;
export type Cause = (typeof CAUSES)[number];

/** `released` is also a tombstone: an order that was undone first can never hold anything. */
export const HOLD_STATES = ['held', 'allocated', 'released'] as const;
export type HoldState = (typeof HOLD_STATES)[number];

/** The largest stock of a SKU, in pieces; also the largest single adjustment. */
export const MAX_ON_HAND = 10_000_000;

/** The kinds of mistakes in a row of a file of stock: those of a field, and those of the stock. */
export const STOCK_ERROR_CODES = [
  ...FIELD_ERROR_CODES,
  'inventory.sku_repeated',
  'inventory.below_committed',
  'inventory.too_many_pieces',
  'request.version_mismatch',
] as const;
export type StockErrorCode = (typeof STOCK_ERROR_CODES)[number];
