import * as z from 'zod';
import { orderPlaced } from '../../../events/orders/order-placed.v1.ts';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { totalsSchema } from '../../../shared/kernel/schemas.ts';
import { metadataSchema } from '../../../shared/messaging/event.ts';
import { ORDER_STATUSES } from '../domain/values.ts';

export const orderItem = z.object({
  id: z.string(),
  number: z.string(),
  status: z.enum(ORDER_STATUSES),
  cartId: z.string(),
  cartVersion: z.int(),
  userId: z.string().optional(),
  lines: orderPlaced.data.shape.lines,
  totals: totalsSchema,
  rejection: z.object({ code: z.string(), detail: z.string() }).optional(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const trial = z.object({
  pk: z.string(),
  id: z.string(),
  windowSeconds: z.int(),
  keepSeconds: z.int(),
  clears: z.boolean(),
});

export const contactItem = z.object({
  orderId: z.string(),
  email: z.string(),
  shippingAddress: addressSchema.optional(),
  billingAddress: addressSchema.optional(),
  shippingMethod: z.string().optional(),
  paymentMethod: z.string().optional(),
  trials: z.array(trial).optional(),
  expiresAt: z.int().optional(),
});

export const lastMailItem = z.object({ email: z.string(), expiresAt: z.int() });

export const eventItem = z.object({
  event: z.object({ metadata: metadataSchema, data: z.record(z.string(), z.unknown()) }),
});

export const orderReference = z.object({ pk: z.string() });
