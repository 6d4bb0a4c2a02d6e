import * as z from 'zod';
import { quantitySchema } from '../../../shared/kernel/schemas.ts';
import { CAP_REASONS, DROP_REASONS } from '../domain/values.ts';

export const lineSchema = z.object({ sku: z.string(), quantity: quantitySchema });

const mergeReportSchema = z.object({
  merged: z.array(lineSchema),
  capped: z.array(z.object({ sku: z.string(), wanted: z.int(), quantity: z.int(), reason: z.enum(CAP_REASONS) })),
  dropped: z.array(z.object({ sku: z.string(), quantity: z.int(), reason: z.enum(DROP_REASONS) })),
});

/** A cart as stored: one item. Other attributes (keys, entity) are not read. */
export const cartItemSchema = z.object({
  id: z.string(),
  version: z.int().positive(),
  lines: z.array(lineSchema),
  /** The last confirmed order whose purchase has been taken out of the cart. */
  settledOrderId: z.string().optional(),
  /** SHA-256 of the secret in a guest's token, base64url; a user's cart has none. */
  tokenHash: z.string().optional(),
  /** When a guest's cart ends, in seconds since 1970; the table's TTL deletes it some time after. */
  expiresAt: z.int().optional(),
  /** Which change wrote this version. */
  changeId: z.string(),
  /** Guests' carts that this one took over. */
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
  /** Of a guest's cart that was merged: into which, and what became of its lines. */
  mergedInto: z.string().optional(),
  report: mergeReportSchema.optional(),
});

/** That a guest's cart was merged: kept for good, since its orders are the user's. */
export const mergeRecordSchema = z.object({ cartId: z.string() });

export type CartItem = z.output<typeof cartItemSchema>;

export const isExpired = ({ expiresAt }: Pick<CartItem, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== undefined && expiresAt * 1000 <= now.getTime();
