import * as z from 'zod';
import { CAUSES } from '../../functions/inventory/domain/values.ts';
import { eventText } from '../../shared/kernel/event-text.ts';
import { skuSchema } from '../../shared/kernel/schemas.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * Pieces of a SKU came, went, or changed between available, held and allocated. Changes add up in
 * any order, so they have no sequence.
 */
export const inventoryChanged = defineEvent({
  domain: 'inventory',
  name: 'InventoryChanged',
  version: 1,
  aggregateType: 'stock',
  data: z.strictObject({
    sku: skuSchema,
    warehouse: eventText,
    /** The amount added to each level; negative: taken away. */
    available: z.int(),
    held: z.int(),
    allocated: z.int(),
    cause: z.enum(CAUSES),
    orderId: eventText.optional(),
  }),
  sample: {
    sku: 'MUG-BLUE',
    warehouse: 'main',
    available: -2,
    held: 2,
    allocated: 0,
    cause: 'reserved',
    orderId: 'ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
  },
});

export type InventoryChanged = EventOf<typeof inventoryChanged>;
