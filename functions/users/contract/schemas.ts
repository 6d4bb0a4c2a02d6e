import * as z from 'zod';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { rule } from '../../../shared/kernel/field-error.ts';
import { ROLES } from '../../../shared/kernel/roles.ts';
import { currencySchema, idSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { lineSchema } from '../../../shared/kernel/text.ts';
import { CHANNELS } from '../domain/values.ts';

export const userParams = z.strictObject({ id: idSchema.describe('The id of the user; `me` is the caller.') });

export const localeSchema = z
  .string()
  .max(35)
  .refine(
    (tag) => {
      try {
        return Intl.getCanonicalLocales(tag)[0] === tag;
      } catch {
        return false;
      }
    },
    rule('bad_format', 'Must be a language tag such as en or de-AT (BCP 47).'),
  )
  .describe('The language of mails: a BCP 47 tag such as en or de-AT.');

export const mfaCodeSchema = z
  .string()
  .regex(/^\d{6}$/, 'A code has six digits.')
  .describe('The code that the authenticator app shows: six digits. Each counts once.');

export const roleSchema = z.enum(ROLES).meta({
  id: 'Role',
  description: '`customer`: buys. `seller`: keeps products of their own. `admin`: runs the shop.',
});

const profileFields = {
  name: lineSchema(200).optional().describe('The name of the person.'),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'Must be a phone number as E.164 writes it, such as +491701234567.')
    .optional()
    .describe('A phone number as E.164 writes it, such as +491701234567.'),
};

export const profileSchema = z.strictObject(profileFields).meta({
  id: 'ProfileInput',
  description: 'The whole profile. A member that is left out is removed.',
});

export const userSchema = z
  .strictObject({
    ...profileFields,
    id: z.string().describe('The id, which is never assigned to another user.'),
    email: z.string().describe('The email address, in lower case.'),
    emailVerified: z.boolean().describe('Whether the user has proven to own the address.'),
    roles: z.array(roleSchema).describe('The roles of the user.'),
    version: z.int().describe('The version, which rises by 1 with each change. The ETag is this number in quotes.'),
    createdAt: timestampSchema.describe('The time of registration.'),
    updatedAt: timestampSchema.describe('The time of the last change.'),
  })
  .meta({ id: 'User', description: 'A person with an account.' });

const channelSchema = z.enum(CHANNELS).meta({ id: 'Channel', description: 'A way to reach a person.' });

const preferencesFields = {
  channels: z
    .array(channelSchema)
    .max(CHANNELS.length)
    .refine(
      (channels) => new Set(channels).size === channels.length,
      rule('duplicate', 'Each channel may be listed once.'),
    )
    .describe('The channels for news. Mails about orders and the account are always sent.'),
  locale: localeSchema,
  currency: currencySchema.describe(
    'The currency that the user prefers to see; the shop may charge in a different one.',
  ),
};

export const preferencesInputSchema = z
  .strictObject(preferencesFields)
  .meta({ id: 'PreferencesInput', description: 'The new preferences, all of them.' });

export const preferencesSchema = z
  .strictObject(preferencesFields)
  .meta({ id: 'Preferences', description: 'The preferences of a user.' });

export const savedAddressSchema = addressSchema
  .extend({
    id: z.string().describe('The id, given by the shop.'),
    isDefault: z.boolean().describe('Whether it is offered first. One address of a book is the default.'),
    version: z.int().describe('The version, which rises by 1 with each change. The ETag is this number in quotes.'),
  })
  .meta({ id: 'SavedAddress', description: 'An address of an address book.' });
