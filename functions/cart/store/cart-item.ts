import * as z from 'zod';
import { quantitySchema } from '../../../shared/kernel/schemas.ts';
import { CAP_REASONS, DROP_REASONS } from '../domain/values.ts';

export const lineSchema = z.object({ sku: z.string(), quantity: quantitySchema });

const mergeReportSchema = z.object({
  merged: z.array(lineSchema),
  capped: z.array(z.object({ sku: z.string(), wanted: z.int(), quantity: z.int(), reason: z.enum(CAP_REASONS) })),
  dropped: z.array(z.object({ sku: z.string(), quantity: z.int(), reason: z.enum(DROP_REASONS) })),
});

/** A stored cart: one item. Other attributes (keys, entity) are not read. */
export const cartItemSchema = z.object({
  id: z.string(),
  version: z.int().positive(),
  lines: z.array(lineSchema),
  /** The last confirmed order whose pieces have been taken out of the cart. */
  settledOrderId: z.string().optional(),
  /** SHA-256 of the secret in a guest's token, base64url; a user's cart has none. */
  tokenHash: z.string().optional(),
  /**
   * The end of a guest's cart, in seconds since 1970; the table's TTL deletes it some time later.
   */
  expiresAt: z.int().optional(),
  /** The change that wrote this version. */
  changeId: z.string(),
  /** The changes before it, the youngest first: a lost reply can belong to any of them. */
  earlierChanges: z.array(z.string()).optional(),
  /** Guests' carts that were merged into this one. */
  absorbed: z
    .array(
      z.object({
        cartId: z.string(),
        mergedAt: z.string(),
        lines: z.array(lineSchema),
        settledOrderId: z.string().optional(),
      }),
    )
    .optional(),
  /** Only of a merged guest's cart: the cart that it was merged into, and the report. */
  mergedInto: z.string().optional(),
  report: mergeReportSchema.optional(),
});

/**
 * Records that a guest's cart was merged. Kept permanently if the guest has orders, since these now
 * belong to the user, and else for 30 days.
 */
export const mergeRecordSchema = z.object({ cartId: z.string() });

export type CartItem = z.output<typeof cartItemSchema>;

export const isExpired = ({ expiresAt }: Pick<CartItem, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== undefined && expiresAt * 1000 <= now.getTime();
