import * as z from 'zod';
import { defineRoutes, type RequestThrottle, type Throttle } from '../../../shared/http/contract.ts';
import { emailSchema } from '../../../shared/kernel/schemas.ts';
import { lineSchema } from '../../../shared/kernel/text.ts';
import { localeSchema, mfaCodeSchema } from './schemas.ts';

const QUARTER_HOUR = 15 * 60;

/** Many guesses per address, because a whole office may share one. */
const GUESSES_OF_ADDRESS: Throttle = {
  name: 'guess-address',
  per: 'address',
  counts: 'failures',
  limit: 100,
  windowSeconds: QUARTER_HOUR,
};

/**
 * Limits guesses of a password or a code. Few per account, counted over all addresses. Each secret
 * has its own counter: a guesser of one must not keep the owner from using another.
 */
const guessesOf = (
  secret: 'password' | 'second-factor' | 'registration-code' | 'reset-code',
  more: Pick<RequestThrottle, 'knowsNetworks' | 'resets'> = {},
): readonly Throttle[] => [
  {
    ...more,
    name: `guess-${secret}`,
    per: { body: 'email' },
    counts: 'failures',
    limit: 10,
    windowSeconds: QUARTER_HOUR,
  },
  GUESSES_OF_ADDRESS,
];

/** Limits guesses of a signed-in user's own password and codes. */
export const GUESSES_OF_OWN: readonly Throttle[] = [
  { name: 'guess-own', per: 'caller', counts: 'failures', limit: 10, windowSeconds: QUARTER_HOUR },
];

/** Limits mails to an address that any caller can name: few per receiver, more per sender. */
const MAILS: readonly Throttle[] = [
  { name: 'mail-account', per: { body: 'email' }, counts: 'requests', limit: 5, windowSeconds: QUARTER_HOUR },
  { name: 'mail-address', per: 'address', counts: 'requests', limit: 200, windowSeconds: 3600 },
];

const accountEmailSchema = emailSchema.toLowerCase().describe('The email address of the account.');

/** A current password, which may be older than the rules. Only new passwords must satisfy them. */
export const anyPassword = z.string().min(1).max(256).describe('The password of the account.');

/** The user pool's policy. It is checked before any account is looked up. */
export const passwordSchema = z
  .string()
  .min(12)
  .max(256)
  .regex(/^\S(?:[\s\S]*\S)?$/, 'A password must not have white space at its ends.')
  .regex(/[a-z]/, 'A password needs at least one lower-case letter, a to z.')
  .regex(/[A-Z]/, 'A password needs at least one capital letter, A to Z.')
  .regex(/\d/, 'A password needs at least one digit.')
  .regex(/[ ^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/, 'A password needs at least one symbol such as ! or -.')
  .describe(
    'The new password. It has at least one letter a to z, one A to Z, one digit and one symbol such as ! or -, and no white space at its ends.',
  );

const codeSchema = z
  .string()
  .regex(/^\d{6}$/, 'A code has six digits.')
  .describe('The code of the last mail: six digits.');

const tokensSchema = z
  .strictObject({
    accessToken: z.string().describe('The token that each request sends as `Authorization: Bearer …`.'),
    idToken: z.string().describe('The token that tells the client who is signed in. The API does not accept it.'),
    refreshToken: z.string().describe('The token that gets new tokens when the access token has expired.'),
    expiresIn: z.int().describe('Seconds until the access token expires.'),
  })
  .meta({ id: 'Tokens', description: 'The tokens of a signed-in user.' });

const challengeSchema = z
  .strictObject({
    session: z.string().describe('The sign-in that waits for a code, for `POST /users/login/mfa`.'),
    expiresIn: z.int().describe('Seconds until it ends.'),
  })
  .meta({ id: 'SignInChallenge', description: 'A sign-in whose password was right, and which waits for a code.' });

const refreshTokenSchema = z
  .strictObject({ refreshToken: z.string().min(1).max(8192).describe('The refresh token of the sign-in.') })
  .meta({ id: 'RefreshToken', description: 'A refresh token.' });

const emailOnlySchema = z
  .strictObject({ email: accountEmailSchema })
  .meta({ id: 'AccountEmail', description: 'An address, with or without an account.' });

const EMAIL = 'ada@example.com';
const PASSWORD = 'An-example-only-1';
const TOKEN = { refreshToken: 'the-refresh-token-of-the-sign-in' };
const SAME_FOR_ALL = 'Accepted. The answer is the same whether or not there is such an account.';

export const accountRoutes = defineRoutes({
  register: {
    method: 'POST',
    path: '/users/register',
    access: ['public'],
    summary: 'Requests an account',
    description: 'A code is mailed to the address. An owner who has an account already gets a mail about the attempt.',
    body: z
      .strictObject({
        email: accountEmailSchema,
        password: passwordSchema,
        name: lineSchema(200).optional().describe('The name of the person.'),
        locale: localeSchema.optional(),
      })
      .meta({ id: 'Registration', description: 'A request for an account.' }),
    examples: { registration: { email: EMAIL, password: PASSWORD, name: 'Ada Buyer', locale: 'en' } },
    throttles: MAILS,
    responses: { 202: null },
    outcomes: { 202: SAME_FOR_ALL },
  },
  resendCode: {
    method: 'POST',
    path: '/users/resend',
    access: ['public'],
    summary: 'Mails the code of a registration again',
    body: emailOnlySchema,
    examples: { account: { email: EMAIL } },
    throttles: MAILS,
    responses: { 202: null },
    outcomes: { 202: SAME_FOR_ALL },
  },
  confirm: {
    method: 'POST',
    path: '/users/confirm',
    access: ['public'],
    summary: 'Completes a registration with the mailed code',
    body: z
      .strictObject({ email: accountEmailSchema, code: codeSchema })
      .meta({ id: 'Confirmation', description: 'The proof that an address is its owner’s.' }),
    examples: { confirmation: { email: EMAIL, code: '123456' } },
    throttles: guessesOf('registration-code'),
    responses: { 204: null },
    refusals: { 'users.invalid_code': 422 },
  },
  login: {
    method: 'POST',
    path: '/users/login',
    access: ['public'],
    summary: 'Signs a user in',
    body: z
      .strictObject({ email: accountEmailSchema, password: anyPassword })
      .meta({ id: 'Credentials', description: 'Email and password.' }),
    examples: { credentials: { email: EMAIL, password: PASSWORD } },
    responses: { 200: tokensSchema, 202: challengeSchema },
    outcomes: { 202: 'The password is right. The second factor of the user is on, so a code is needed, too.' },
    throttles: guessesOf('password', { knowsNetworks: true }),
    refusals: { 'users.invalid_credentials': 401, 'users.too_many_attempts': 429 },
  },
  loginWithCode: {
    method: 'POST',
    path: '/users/login/mfa',
    access: ['public'],
    summary: 'Completes a sign-in with a code of the second factor',
    body: z
      .strictObject({
        email: accountEmailSchema,
        session: z.string().min(20).max(2048).describe('The `session` that `POST /users/login` returned.'),
        code: mfaCodeSchema,
      })
      .meta({ id: 'SignInCode', description: 'The answer to the challenge of a sign-in.' }),
    examples: { code: { email: EMAIL, session: 'the-session-that-the-login-returned', code: '123456' } },
    responses: { 200: tokensSchema },
    throttles: guessesOf('second-factor', { knowsNetworks: true }),
    refusals: { 'users.invalid_mfa_code': 401 },
  },
  refresh: {
    method: 'POST',
    path: '/users/refresh',
    access: ['public'],
    summary: 'Exchanges a refresh token for new tokens',
    description: 'The new tokens carry the roles that the user has now.',
    body: refreshTokenSchema,
    examples: { token: TOKEN },
    throttles: [GUESSES_OF_ADDRESS],
    responses: { 200: tokensSchema },
    refusals: { 'users.invalid_refresh_token': 401 },
  },
  logout: {
    method: 'POST',
    path: '/users/logout',
    access: ['public'],
    summary: 'Revokes a refresh token',
    description: "The user's access tokens are refused from then on.",
    body: refreshTokenSchema,
    examples: { token: TOKEN },
    responses: { 204: null },
  },
  changePassword: {
    method: 'POST',
    path: '/users/password/change',
    access: ['customer'],
    summary: 'Changes the password and ends all sessions',
    body: z
      .strictObject({
        currentPassword: anyPassword,
        newPassword: passwordSchema,
      })
      .meta({ id: 'PasswordChange', description: 'The current password and the new one.' }),
    examples: { change: { currentPassword: PASSWORD, newPassword: 'Another-example-2' } },
    throttles: GUESSES_OF_OWN,
    responses: { 204: null },
    refusals: { 'users.wrong_password': 422 },
  },
  forgotPassword: {
    method: 'POST',
    path: '/users/password/forgot',
    access: ['public'],
    summary: 'Mails a code that sets a new password',
    body: emailOnlySchema,
    examples: { account: { email: EMAIL } },
    throttles: MAILS,
    responses: { 202: null },
    outcomes: { 202: SAME_FOR_ALL },
  },
  resetPassword: {
    method: 'POST',
    path: '/users/password/reset',
    access: ['public'],
    summary: 'Sets a new password with the mailed code and ends all sessions',
    body: z
      .strictObject({ email: accountEmailSchema, code: codeSchema, newPassword: passwordSchema })
      .meta({ id: 'PasswordReset', description: 'The mailed code and the new password.' }),
    examples: { reset: { email: EMAIL, code: '123456', newPassword: 'Another-example-2' } },
    throttles: guessesOf('reset-code', { resets: 'guess-password', knowsNetworks: { of: 'guess-password' } }),
    responses: { 204: null },
    refusals: { 'users.invalid_code': 422 },
  },
});
