import * as z from 'zod';
import { moneySchema } from '../../../shared/kernel/schemas.ts';
import { REFUND_STATES } from '../domain/provider.ts';
import { PAYMENT_STATUSES } from '../domain/values.ts';

export const paymentItem = z.object({
  id: z.string(),
  orderId: z.string(),
  amount: moneySchema,
  status: z.enum(PAYMENT_STATUSES),
  captured: moneySchema.optional(),
  reversed: moneySchema.optional(),
  intentId: z.string().optional(),
  fenced: z.boolean(),
  intentInDoubt: z.literal(true).optional(),
  failure: z.object({ code: z.string(), detail: z.string() }).optional(),
  refund: z
    .object({
      id: z.string(),
      done: z.boolean(),
      state: z.enum(REFUND_STATES).optional(),
      failures: z.int().default(0),
    })
    .optional(),
  version: z.int().positive(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

/** The action that the buyer must take, and the tokens of the tasks that may wait for it. */
export const actionItem = z.object({
  orderId: z.string(),
  type: z.string(),
  redirectUrl: z.string(),
  clientSecret: z.string(),
  taskTokens: z.array(z.string()).default([]),
});

export const webhookItem = z.object({ state: z.enum(['open', 'done']) });
