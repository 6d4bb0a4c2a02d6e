import * as z from 'zod';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { CHANNELS } from '../domain/values.ts';

export const userItem = z.object({
  entity: z.literal('user'),
  id: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  name: z.string().optional(),
  phone: z.string().optional(),
  preferences: z.object({ channels: z.array(z.enum(CHANNELS)), locale: z.string(), currency: z.string() }),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export const profileItem = z.discriminatedUnion('entity', [userItem, z.object({ entity: z.literal('erased') })]);

export const erasureItem = z
  .object({
    userId: z.string(),
    mergedCarts: z.array(z.string()),
    hashedEmail: z.string().optional(),
    erasedAt: z.string(),
    requestedAt: z.string(),
    lookAt: z.string(),
    repeats: z.int(),
    parts: z.record(z.string(), z.string()),
  })
  .transform((item) => ({ ...item, hashedEmail: item.hashedEmail }));

export const addressBookItem = z.object({
  version: z.int(),
  defaultId: z.string().optional(),
  addresses: z.array(z.object({ id: z.string(), version: z.int(), ...addressSchema.shape })),
});
