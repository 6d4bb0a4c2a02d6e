import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery } from '../../../shared/kernel/schemas.ts';
import { importRoutes } from './imports.ts';
import { availabilitySchema, movementSchema, stockChangeSchema, stockSchema } from './schemas.ts';

// Any text: a SKU that cannot exist is not found.
const params = z.strictObject({ sku: idSchema.describe('The SKU.') });

export { importedStockSchema } from './schemas.ts';

export const inventoryContract = defineContract({
  domain: 'inventory',
  description: 'The stock of each SKU, and stock in bulk.',
  codes: {
    'inventory.below_committed': 'There would be fewer pieces than orders have held or bought.',
    'inventory.too_many_pieces': 'There would be more than 10,000,000 pieces.',
    'inventory.fewer_shards': 'The number of parts that a stock is spread over cannot fall.',
    'inventory.unknown_warehouse': 'There is no such warehouse.',
    'inventory.idempotency_key_reused': 'The Idempotency-Key was used with another body.',
  },
  routes: {
    getStock: {
      method: 'GET',
      path: '/inventory/{sku}',
      access: ['public'],
      summary: 'Reads how many pieces of a SKU can be bought',
      description: 'Admins see all of its stock, with the ETag that a change needs.',
      params,
      responses: {
        200: z.union([stockSchema, availabilitySchema]).describe('The stock as the caller may see it.'),
      },
      responseHeaders: { ETag: 'sometimes' },
    },
    changeStock: {
      method: 'PUT',
      path: '/inventory/{sku}',
      access: ['admin'],
      summary: 'Sets or adjusts the stock of a SKU',
      description:
        '`onHand` sets it and needs If-Match, unless there is no stock yet. `adjustBy` adjusts it and needs an Idempotency-Key.',
      params,
      body: stockChangeSchema,
      examples: {
        set: { onHand: 120, reason: 'counted' },
        adjust: { adjustBy: -2, reason: 'broken in the warehouse' },
      },
      ifMatch: 'optional',
      idempotencyKey: 'optional',
      responses: { 200: stockSchema },
      responseHeaders: { ETag: 'always', 'Idempotent-Replayed': 'sometimes' },
      refusals: {
        'request.precondition_required': 428,
        'inventory.below_committed': 409,
        'inventory.too_many_pieces': 409,
        'inventory.fewer_shards': 409,
        'inventory.unknown_warehouse': 422,
        'inventory.idempotency_key_reused': 422,
      },
    },
    listMovements: {
      method: 'GET',
      path: '/inventory/{sku}/movements',
      access: ['admin'],
      summary: 'Lists every change of the stock of a SKU, newest first',
      params,
      query: z.strictObject({ ...pageQuery }),
      responses: { 200: pageOf(movementSchema, 'StockMovementPage', 'Movements, newest first.') },
    },
    ...importRoutes,
  },
});
