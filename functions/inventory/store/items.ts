import * as z from 'zod';
import { metadataSchema } from '../../../events/envelope.ts';
import { inventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';

const levels = { available: z.int().min(0), held: z.int().min(0), allocated: z.int().min(0) };

export const stockItem = z.object({ sku: z.string(), ...levels, adminVersion: z.int().min(0) });

export const holdItem = z.object({
  orderId: z.string(),
  state: z.enum(['held', 'allocated', 'released']),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int().positive() })),
  heldUntil: z.iso.datetime(),
  lacking: z.array(z.string()).optional(),
});

/** What an adjustment answered, to be answered again. */
export const adjustmentItem = z.object({ bodyHash: z.string(), stock: stockItem });

export const movementItem = z.object({
  event: z.object({ metadata: metadataSchema, data: inventoryChanged.data }),
  reason: z.string().optional(),
});

export type StoredMovement = z.output<typeof movementItem>;
