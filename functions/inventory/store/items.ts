import * as z from 'zod';
import { inventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import { metadataSchema } from '../../../shared/messaging/event.ts';
import { FIRST_SHARD } from '../domain/shards.ts';
import { HOLD_STATES } from '../domain/values.ts';

const levels = { available: z.int().min(0), held: z.int().min(0), allocated: z.int().min(0) };

/** One shard. SKU-wide fields (admin version, number of shards) are stored on shard 0 only. */
export const stockItem = z.object({
  sku: z.string(),
  shard: z.int().min(0).default(FIRST_SHARD),
  ...levels,
  adminVersion: z.int().min(0).default(0),
  shards: z.int().min(1).default(1),
});

export type StockItem = z.output<typeof stockItem>;

export const holdItem = z.object({
  orderId: z.string(),
  state: z.enum(HOLD_STATES),
  lines: z.array(
    z.object({
      sku: z.string(),
      quantity: z.int().positive(),
      parts: z.array(z.object({ shard: z.int().min(0), quantity: z.int().positive() })).optional(),
    }),
  ),
  heldUntil: z.iso.datetime(),
  bankUntil: z.iso.datetime().optional(),
  lacking: z.array(z.string()).optional(),
  allocatedAt: z.iso.datetime().optional(),
});

/** A request that was carried out. If it was an adjustment, its retry returns the same stock. */
export const adjustmentItem = z.object({
  bodyHash: z.string(),
  stock: z.object({ sku: z.string(), ...levels, adminVersion: z.int(), spread: z.array(z.int().min(0)) }).optional(),
});

export const movementItem = z.object({
  event: z.object({ metadata: metadataSchema, data: inventoryChanged.data }),
  reason: z.string().optional(),
});

export type StoredMovement = z.output<typeof movementItem>;
