import * as z from 'zod';
import { defineContract, type Throttle } from '../../../shared/http/contract.ts';
import { addressSchema, lineSchema } from '../../../shared/kernel/address.ts';
import { checkAddress } from '../../../shared/kernel/address-check.ts';
import { rule } from '../../../shared/kernel/field-error.ts';
import {
  currencySchema,
  idSchema,
  moneySchema,
  pageOf,
  skuSchema,
  timestampSchema,
} from '../../../shared/kernel/schemas.ts';

const QUARTER_HOUR = 15 * 60;

/** What guesses a password or a code: few per account, whoever guesses; more per address, which a whole office may share. */
const GUESSES: readonly Throttle[] = [
  { name: 'guess-account', per: { body: 'email' }, counts: 'failures', limit: 10, windowSeconds: QUARTER_HOUR },
  { name: 'guess-address', per: 'address', counts: 'failures', limit: 100, windowSeconds: QUARTER_HOUR },
];

/** What sends a mail to an address that anybody can name: few per receiver, more per sender. */
const MAILS: readonly Throttle[] = [
  { name: 'mail-account', per: { body: 'email' }, counts: 'requests', limit: 5, windowSeconds: QUARTER_HOUR },
  { name: 'mail-address', per: 'address', counts: 'requests', limit: 200, windowSeconds: 3600 },
];

const emailSchema = z.email().max(254).toLowerCase();

/** As it was chosen once: only what is set now must keep to the rules. */
const anyPassword = z.string().min(1).max(256);

/** The user pool's policy, told before anybody is looked up. */
export const passwordSchema = z
  .string()
  .min(12)
  .max(256)
  .regex(/^\S(?:.*\S)?$/su, 'No white space at the ends.')
  .regex(/[a-z]/, 'At least one lower-case letter, a to z.')
  .regex(/[A-Z]/, 'At least one capital letter, A to Z.')
  .regex(/\d/, 'At least one digit.')
  .regex(/[ ^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/, 'At least one symbol such as ! or -.');

const codeSchema = z.string().regex(/^\d{6}$/, 'Six digits.');

const localeSchema = z
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
    rule('bad_format', 'A language tag such as en or de-AT, BCP 47.'),
  );

const tokensSchema = z.strictObject({
  accessToken: z.string(),
  idToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token expires. */
  expiresIn: z.int(),
});

const roleSchema = z.enum(['customer', 'seller', 'admin']);
const rolesSchema = z
  .array(roleSchema)
  .max(3)
  .refine((roles) => new Set(roles).size === roles.length, rule('duplicate', 'Each role once.'));

const profileSchema = z.strictObject({
  /** Only what is sent is kept: a member that is left out is removed. */
  name: lineSchema(200).optional(),
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'E.164, such as +491701234567.')
    .optional(),
});

const userSchema = profileSchema.extend({
  id: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  roles: z.array(roleSchema),
  version: z.int(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

const preferencesSchema = z.strictObject({
  /** By which the shop may tell of more than orders and the account. */
  channels: z
    .array(z.enum(['email', 'sms', 'push']))
    .max(3)
    .refine((channels) => new Set(channels).size === channels.length, rule('duplicate', 'Each channel once.')),
  locale: localeSchema,
  currency: currencySchema,
});

const addressInput = addressSchema.extend({
  /** True makes it the default; what is not chosen stays what it is, and the first address is the default. */
  isDefault: z.boolean().optional(),
});

const keptAddress = addressSchema.extend({ id: z.string(), isDefault: z.boolean(), version: z.int() });

const exportSchema = z.strictObject({
  exportedAt: timestampSchema,
  profile: userSchema,
  preferences: preferencesSchema,
  addresses: z.array(keptAddress),
  cart: z.array(z.strictObject({ sku: skuSchema, quantity: z.int() })),
  /** Newest first, a page at a time. */
  orders: pageOf(
    z.strictObject({
      id: z.string(),
      number: z.string(),
      status: z.string(),
      createdAt: timestampSchema,
      lines: z.array(z.strictObject({ sku: skuSchema, title: z.string(), quantity: z.int(), lineTotal: moneySchema })),
      total: moneySchema,
      contact: z
        .strictObject({
          email: z.string(),
          shippingAddress: addressSchema,
          billingAddress: addressSchema.optional(),
          paymentMethod: z.string(),
        })
        .optional(),
    }),
  ),
});

/** `me` is the caller. */
const byId = z.strictObject({ id: idSchema });
const byAddress = z.strictObject({ id: idSchema, addressId: idSchema });

export const usersContract = defineContract({
  domain: 'users',
  routes: {
    register: {
      method: 'POST',
      path: '/users/register',
      access: ['public'],
      summary: 'Asks for an account; a code is mailed, or the owner of an account is told of the attempt',
      body: z.strictObject({
        email: emailSchema,
        password: passwordSchema,
        name: lineSchema(200).optional(),
        locale: localeSchema.optional(),
      }),
      throttles: MAILS,
      responses: { 202: null },
    },
    resendCode: {
      method: 'POST',
      path: '/users/resend',
      access: ['public'],
      summary: 'Mails the code of a registration again',
      body: z.strictObject({ email: emailSchema }),
      throttles: MAILS,
      responses: { 202: null },
    },
    confirm: {
      method: 'POST',
      path: '/users/confirm',
      access: ['public'],
      summary: 'Ends a registration with the mailed code',
      body: z.strictObject({ email: emailSchema, code: codeSchema }),
      throttles: GUESSES,
      responses: { 204: null },
      refusals: { 'users.invalid_code': 422 },
    },
    login: {
      method: 'POST',
      path: '/users/login',
      access: ['public'],
      summary: 'Signs a user in with email and password',
      body: z.strictObject({ email: emailSchema, password: anyPassword }),
      responses: { 200: tokensSchema },
      throttles: GUESSES,
      refusals: { 'users.invalid_credentials': 401, 'users.too_many_attempts': 429 },
    },
    refresh: {
      method: 'POST',
      path: '/users/refresh',
      access: ['public'],
      summary: 'Changes a refresh token for tokens with the roles of now',
      body: z.strictObject({ refreshToken: z.string().min(1).max(8192) }),
      throttles: GUESSES.filter(({ per }) => per === 'address'),
      responses: { 200: tokensSchema },
      refusals: { 'users.invalid_refresh_token': 401 },
    },
    logout: {
      method: 'POST',
      path: '/users/logout',
      access: ['public'],
      summary: 'Revokes a refresh token; access tokens made with it end within the hour',
      body: z.strictObject({ refreshToken: z.string().min(1).max(8192) }),
      responses: { 204: null },
    },
    changePassword: {
      method: 'POST',
      path: '/users/password/change',
      access: ['customer'],
      summary: 'Sets another password and ends all sessions',
      body: z.strictObject({ currentPassword: anyPassword, newPassword: passwordSchema }),
      throttles: [{ name: 'guess-own', per: 'caller', counts: 'failures', limit: 10, windowSeconds: QUARTER_HOUR }],
      responses: { 204: null },
      refusals: { 'users.wrong_password': 422 },
    },
    forgotPassword: {
      method: 'POST',
      path: '/users/password/forgot',
      access: ['public'],
      summary: 'Mails a code for another password, if there is such an account',
      body: z.strictObject({ email: emailSchema }),
      throttles: MAILS,
      responses: { 202: null },
    },
    resetPassword: {
      method: 'POST',
      path: '/users/password/reset',
      access: ['public'],
      summary: 'Sets another password with the mailed code and ends all sessions',
      body: z.strictObject({ email: emailSchema, code: codeSchema, newPassword: passwordSchema }),
      throttles: GUESSES,
      responses: { 204: null },
      refusals: { 'users.invalid_code': 422 },
    },
    getUser: {
      method: 'GET',
      path: '/users/{id}',
      access: ['customer'],
      summary: "The caller's profile; anybody's for an admin",
      params: byId,
      responses: { 200: userSchema },
    },
    changeUser: {
      method: 'PUT',
      path: '/users/{id}',
      access: ['customer'],
      summary: 'Replaces what the caller tells of themselves',
      params: byId,
      body: profileSchema,
      ifMatch: 'required',
      responses: { 200: userSchema },
    },
    eraseUser: {
      method: 'DELETE',
      path: '/users/{id}',
      access: ['customer'],
      summary: 'Erases the caller, or anybody for an admin; orders stay without a name',
      params: byId,
      responses: { 204: null },
      refusals: { 'users.orders_in_progress': 409, 'users.last_admin': 409 },
    },
    setRoles: {
      method: 'PUT',
      path: '/users/{id}/roles',
      access: ['admin'],
      summary: 'Sets exactly these roles; sessions end when one is taken away',
      params: byId,
      body: z.strictObject({ roles: rolesSchema }),
      responses: { 200: z.strictObject({ roles: z.array(roleSchema) }) },
      refusals: { 'users.last_admin': 409 },
    },
    getPreferences: {
      method: 'GET',
      path: '/users/{id}/preferences',
      access: ['customer'],
      summary: "The caller's preferences",
      params: byId,
      responses: { 200: preferencesSchema },
    },
    changePreferences: {
      method: 'PUT',
      path: '/users/{id}/preferences',
      access: ['customer'],
      summary: "Replaces the caller's preferences",
      params: byId,
      body: preferencesSchema,
      responses: { 200: preferencesSchema },
    },
    listAddresses: {
      method: 'GET',
      path: '/users/{id}/addresses',
      access: ['customer'],
      summary: "The caller's address book, at most 50",
      params: byId,
      responses: { 200: pageOf(keptAddress) },
    },
    addAddress: {
      method: 'POST',
      path: '/users/{id}/addresses',
      access: ['customer'],
      summary: 'Adds an address; one that is there already is answered as it is',
      params: byId,
      body: addressInput.superRefine(checkAddress),
      responses: { 201: keptAddress },
      refusals: { 'users.too_many_addresses': 422 },
    },
    changeAddress: {
      method: 'PUT',
      path: '/users/{id}/addresses/{addressId}',
      access: ['customer'],
      summary: 'Replaces an address',
      params: byAddress,
      body: addressInput.superRefine(checkAddress),
      ifMatch: 'required',
      responses: { 200: keptAddress },
    },
    removeAddress: {
      method: 'DELETE',
      path: '/users/{id}/addresses/{addressId}',
      access: ['customer'],
      summary: 'Removes an address; when it was the default, the oldest of the others is',
      params: byAddress,
      responses: { 204: null },
    },
    exportUser: {
      method: 'GET',
      path: '/users/{id}/export',
      access: ['customer'],
      summary: 'Everything that is held about the caller',
      params: byId,
      query: z.strictObject({ cursor: z.string().min(1).max(2048).optional() }),
      responses: { 200: exportSchema },
    },
  },
});
