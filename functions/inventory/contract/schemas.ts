import * as z from 'zod';
import { rule } from '../../../shared/kernel/field-error.ts';
import { skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { lineSchema } from '../../../shared/kernel/text.ts';
import { CAUSES, MAX_ON_HAND } from '../domain/values.ts';

/** The most shards that a SKU can have. */
const MAX_SHARDS = 16;

const available = z.int().min(0).describe('Pieces that can be bought now.');

export const availabilitySchema = z
  .strictObject({ sku: skuSchema, available })
  .meta({ id: 'Availability', description: 'The stock of a SKU, as everybody sees it.' });

export const stockSchema = z
  .strictObject({
    sku: skuSchema,
    available,
    onHand: z.int().min(0).describe('Pieces that are physically there: available + held + allocated.'),
    held: z.int().min(0).describe('Pieces reserved by orders that are being paid.'),
    allocated: z.int().min(0).describe('Pieces sold and not shipped yet.'),
    version: z
      .int()
      .min(0)
      .describe('The number of changes by admins, not by orders. The ETag is this number in quotes.'),
    shards: z.int().min(1).max(MAX_SHARDS).describe('The number of parts that the stock is spread over.'),
  })
  .meta({ id: 'Stock', description: 'The stock of a SKU, as admins see it.' });

const causeSchema = z
  .enum(CAUSES)
  .meta({ id: 'MovementCause', description: '`set` and `adjusted`: by an admin. The others: by an order.' });

export const movementSchema = z
  .strictObject({
    id: z.string().describe('The id, given by the shop.'),
    sku: skuSchema,
    cause: causeSchema,
    available: z.int().describe('The change of the available pieces. A negative number takes pieces away.'),
    held: z.int().describe('The change of the held pieces. A negative number takes pieces away.'),
    allocated: z.int().describe('The change of the allocated pieces. A negative number takes pieces away.'),
    orderId: z.string().optional().describe('The order that caused it.'),
    reason: z.string().optional().describe('The reason that the admin gave.'),
    occurredAt: timestampSchema.describe('The time of the change.'),
  })
  .meta({ id: 'StockMovement', description: 'One change of the stock of a SKU.' });

const reason = lineSchema(200).describe('The reason, shown with the movements.');

const common = {
  warehouse: lineSchema(64).optional().describe('The warehouse. The only one is `main`.'),
  reason,
};

const counted = z.int().min(0).max(MAX_ON_HAND).describe('Pieces that are physically there.');

const difference = z
  .int()
  .min(-MAX_ON_HAND)
  .max(MAX_ON_HAND)
  .refine((delta) => delta !== 0, 'Must not be 0.')
  .describe('The pieces to add. A negative number takes pieces away; 0 is not allowed.');

const setSchema = z
  .strictObject({
    ...common,
    onHand: counted,
    shards: z
      .int()
      .min(1)
      .max(MAX_SHARDS)
      .optional()
      .describe(
        'The number of parts that the stock is spread over, for a SKU in high demand. It stays as it is unless given, and never falls.',
      ),
  })
  .meta({ id: 'StockSetting', description: 'A count of the stock.' });

const adjustSchema = z
  .strictObject({
    ...common,
    adjustBy: difference,
  })
  .meta({ id: 'StockAdjustment', description: 'A difference to the stock.' });

export const stockChangeSchema = z
  .union([setSchema, adjustSchema], 'Must be either { onHand, reason } or { adjustBy, reason }.')
  .meta({ id: 'StockChange', description: 'Either a count or a difference.' });

/** A row of a file of stock. */
export const importedStockSchema = z
  .strictObject({
    sku: skuSchema,
    onHand: counted.optional(),
    adjustBy: difference.optional(),
    reason: reason.optional(),
    version: z.int().min(0).optional(),
  })
  .refine(({ onHand, adjustBy }) => onHand !== undefined || adjustBy !== undefined, {
    path: ['onHand'],
    ...rule('required', 'A row needs onHand or adjustBy.'),
  })
  .refine(({ onHand, adjustBy }) => onHand === undefined || adjustBy === undefined, {
    path: ['adjustBy'],
    ...rule('not_allowed', 'A row has onHand or adjustBy, not both.'),
  });
