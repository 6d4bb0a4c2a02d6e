import * as z from 'zod';
import { PRODUCT_STATUSES } from '../../functions/catalog/domain/values.ts';
import { eventLongText, eventText } from '../../shared/kernel/event-text.ts';
import { moneySchema, skuSchema } from '../../shared/kernel/schemas.ts';

/** The data of both product events: enough to decide whether to read the product again. */
export const productData = z.strictObject({
  productId: eventText,
  /** The product's own SKU. */
  sku: skuSchema,
  status: z.enum(PRODUCT_STATUSES),
  price: moneySchema,
  /** The SKUs that are sold: those of the variants, or the product's own. */
  sellableSkus: z.array(skuSchema).max(100),
  categoryIds: z.array(eventLongText).max(10),
  sellerId: eventText.optional(),
});

export const productSample: z.output<typeof productData> = {
  productId: 'prd_01JD4ZK2M3N4P5Q6R7S8T9V0WX',
  sku: 'shirt-linen',
  status: 'active',
  price: { amount: 4990, currency: 'EUR' },
  sellableSkus: ['shirt-linen-s', 'shirt-linen-m'],
  categoryIds: ['cat_01JD4ZJ0A1B2C3D4E5F6G7H8JK'],
};
