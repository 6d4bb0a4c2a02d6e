import * as z from 'zod';
import { addressSchema } from '../../../shared/kernel/address.ts';
import {
  moneySchema,
  quantitySchema,
  skuSchema,
  timestampSchema,
  totalsSchema,
} from '../../../shared/kernel/schemas.ts';

export const paymentStatusSchema = z.enum([
  'pending',
  'requires_action',
  'authorized',
  'captured',
  'partially_refunded',
  'refunded',
  'failed',
  'cancelled',
]);
export const statusSchema = z.enum(['pending', 'confirmed', 'cancelled', 'rejected', 'needs_attention']);
export const fulfilmentStatusSchema = z.enum(['unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned']);
export const nextActionSchema = z.strictObject({ type: z.string(), redirectUrl: z.string(), clientSecret: z.string() });

export const orderSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  status: statusSchema,
  paymentStatus: paymentStatusSchema,
  fulfilmentStatus: fulfilmentStatusSchema,
  rejection: z.strictObject({ code: z.string(), detail: z.string() }).optional(),
  email: z.string(),
  items: z.array(
    z.strictObject({
      sku: skuSchema,
      productId: z.string(),
      title: z.string(),
      quantity: quantitySchema,
      unitPrice: moneySchema,
      lineTotal: moneySchema,
    }),
  ),
  totals: totalsSchema,
  shippingAddress: addressSchema,
  billingAddress: addressSchema.optional(),
  shippingMethod: z.string().optional(),
  nextAction: nextActionSchema.optional(),
  version: z.int(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
