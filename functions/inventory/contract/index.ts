import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { pageOf, pageQuery, skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';

/** The most shards that a SKU can have. */
export const MAX_SHARDS = 16;

/** The largest stock of a SKU that can be set, in pieces; also the largest single adjustment. */
export const MAX_ON_HAND = 10_000_000;

// Any text: a SKU that cannot exist is not found.
const params = z.strictObject({ sku: z.string().min(1).max(128) });

const warehouse = z.string().min(1).max(64);

const reason = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'No control characters.');

export const stockSchema = z.strictObject({
  sku: skuSchema,
  available: z.int().min(0),
  /** What is physically there: available + held + allocated. */
  onHand: z.int().min(0),
  /** Reserved by orders that are being paid. */
  held: z.int().min(0),
  /** Sold, not yet shipped. */
  allocated: z.int().min(0),
  /** Counts the changes by admins, not by orders. */
  version: z.int().min(0),
  /** Over how many parts the stock is spread, so that as many buyers are served at once. */
  shards: z.int().min(1).max(MAX_SHARDS),
});

export const movementSchema = z.strictObject({
  id: z.string(),
  sku: skuSchema,
  cause: z.enum(['set', 'adjusted', 'reserved', 'committed', 'released']),
  /** What was added to each; negative: taken away. */
  available: z.int(),
  held: z.int(),
  allocated: z.int(),
  orderId: z.string().optional(),
  reason: z.string().optional(),
  occurredAt: timestampSchema,
});

const setSchema = z.strictObject({
  warehouse: warehouse.optional(),
  onHand: z.int().min(0).max(MAX_ON_HAND),
  /** For what many want at once; as they are unless given, never fewer. */
  shards: z.int().min(1).max(MAX_SHARDS).optional(),
  reason,
});

const adjustSchema = z.strictObject({
  warehouse: warehouse.optional(),
  adjustBy: z
    .int()
    .min(-MAX_ON_HAND)
    .max(MAX_ON_HAND)
    .refine((delta) => delta !== 0, 'Must not be 0.'),
  reason,
});

export const inventoryContract = defineContract({
  domain: 'inventory',
  routes: {
    getStock: {
      method: 'GET',
      path: '/inventory/{sku}',
      access: ['public'],
      summary: 'How many pieces of a SKU can be bought; for an admin all of its stock',
      params,
      responses: { 200: z.union([stockSchema, z.strictObject({ sku: skuSchema, available: z.int().min(0) })]) },
    },
    changeStock: {
      method: 'PUT',
      path: '/inventory/{sku}',
      access: ['admin'],
      summary: 'Sets what is there (If-Match, unless there is no stock yet) or adjusts it (Idempotency-Key)',
      params,
      body: z.union([setSchema, adjustSchema], 'Either { onHand, reason } or { adjustBy, reason }.'),
      ifMatch: 'optional',
      idempotencyKey: 'optional',
      responses: { 200: stockSchema },
      refusals: {
        'inventory.below_committed': 409,
        'inventory.fewer_shards': 409,
        'inventory.unknown_warehouse': 422,
        'inventory.idempotency_key_reused': 422,
      },
    },
    listMovements: {
      method: 'GET',
      path: '/inventory/{sku}/movements',
      access: ['admin'],
      summary: 'Every change of the stock of a SKU, newest first',
      params,
      query: z.strictObject({ ...pageQuery }),
      responses: { 200: pageOf(movementSchema) },
    },
  },
});
