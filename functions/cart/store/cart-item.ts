import * as z from 'zod';

/** A cart as stored: one item. Other attributes (keys, entity) are not read. */
export const cartItemSchema = z.object({
  id: z.string(),
  version: z.int().positive(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int().min(1).max(999) })),
  /** The last confirmed order whose purchase has been taken out of the cart. */
  settledOrderId: z.string().optional(),
  /** SHA-256 of the secret in a guest's token, base64url; a user's cart has none. */
  tokenHash: z.string().optional(),
  /** When a guest's cart ends, in seconds since 1970; the table's TTL deletes it some time after. */
  expiresAt: z.int().optional(),
  /** Which change wrote this version. */
  changeId: z.string(),
});

export type CartItem = z.output<typeof cartItemSchema>;

export const isExpired = ({ expiresAt }: Pick<CartItem, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== undefined && expiresAt * 1000 <= now.getTime();
