import * as z from 'zod';
import { addressSchema, lineSchema } from '../../../shared/kernel/address.ts';
import { currencySchema, idSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';

/** `me` is the caller. */
export const userParams = z.strictObject({ id: idSchema });

export const localeSchema = z
  .string()
  .max(35)
  .refine((tag) => {
    try {
      return Intl.getCanonicalLocales(tag)[0] === tag;
    } catch {
      return false;
    }
  }, 'A language tag such as en or de-AT, BCP 47.');

export const roleSchema = z.enum(['customer', 'seller', 'admin']);
export const rolesSchema = z
  .array(roleSchema)
  .max(3)
  .refine((roles) => new Set(roles).size === roles.length, 'Each role once.');

export const profileSchema = z.strictObject({
  /** Only what is sent is kept: a member that is left out is removed. */
  name: lineSchema(200).optional(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'E.164, such as +491701234567.')
    .optional(),
});

export const userSchema = profileSchema.extend({
  id: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  roles: z.array(roleSchema),
  version: z.int(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

export const preferencesSchema = z.strictObject({
  /** By which the shop may tell of more than orders and the account. */
  channels: z
    .array(z.enum(['email', 'sms', 'push']))
    .max(3)
    .refine((channels) => new Set(channels).size === channels.length, 'Each channel once.'),
  locale: localeSchema,
  currency: currencySchema,
});

export const keptAddress = addressSchema.extend({ id: z.string(), isDefault: z.boolean(), version: z.int() });
