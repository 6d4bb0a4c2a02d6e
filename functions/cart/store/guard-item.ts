import * as z from 'zod';
import { lineSchema } from './cart-item.ts';

export const guardItem = z.object({
  orderId: z.string(),
  cartVersion: z.int(),
  live: z.boolean(),
  lines: z.array(lineSchema),
});
