import * as z from 'zod';
import { defineRoutes, type Throttle } from '../../../shared/http/contract.ts';
import { lineSchema } from '../../../shared/kernel/address.ts';
import { localeSchema } from './schemas.ts';

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

const tokensSchema = z.strictObject({
  accessToken: z.string(),
  idToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access token expires. */
  expiresIn: z.int(),
});

export const accountRoutes = defineRoutes({
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
});
