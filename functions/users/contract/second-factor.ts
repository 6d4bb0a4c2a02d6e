import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { anyPassword, GUESSES_OF_OWN } from './accounts.ts';
import { mfaCodeSchema } from './schemas.ts';

const proofSchema = z
  .strictObject({ currentPassword: anyPassword, code: mfaCodeSchema })
  .meta({ id: 'SecondFactorProof', description: 'The password of the account and a code of the authenticator app.' });

const PROOF = { currentPassword: 'An-example-only-1', code: '123456' };

/** The parts of a route that changes something for a password and a code. */
const BY_PROOF = {
  access: ['customer'],
  body: proofSchema,
  examples: { proof: PROOF },
  throttles: GUESSES_OF_OWN,
  responses: { 204: null },
  refusals: { 'users.wrong_password': 422, 'users.invalid_mfa_code': 422 },
} as const;

/** The caller's own second factor. */
export const secondFactorRoutes = defineRoutes({
  getMfa: {
    method: 'GET',
    path: '/users/me/mfa',
    access: ['customer'],
    opensWithoutFactor: true,
    summary: 'Tells whether logging in asks the caller for a code',
    responses: {
      200: z
        .strictObject({ enabled: z.boolean().describe('Whether logging in asks for a code.') })
        .meta({ id: 'SecondFactor', description: 'The state of a second factor.' }),
    },
  },
  beginMfa: {
    method: 'POST',
    path: '/users/me/mfa',
    access: ['customer'],
    opensWithoutFactor: true,
    summary: 'Makes the secret of a second factor',
    description: 'The secret is shown once, and takes effect when it is confirmed. Each call makes another one.',
    body: z
      .strictObject({ currentPassword: anyPassword })
      .meta({ id: 'CurrentPassword', description: 'The password of the account.' }),
    examples: { password: { currentPassword: PROOF.currentPassword } },
    throttles: GUESSES_OF_OWN,
    responses: {
      200: z
        .strictObject({
          secret: z.string().describe('The secret for an authenticator app, in base32.'),
          otpauthUri: z.string().describe('The same as a URI, which apps read from a QR code.'),
        })
        .meta({ id: 'SecondFactorSecret', description: 'The secret of a second factor (TOTP, RFC 6238).' }),
    },
    refusals: { 'users.wrong_password': 422, 'users.mfa_is_on': 409 },
  },
  confirmMfa: {
    method: 'POST',
    path: '/users/me/mfa/confirm',
    opensWithoutFactor: true,
    summary: 'Switches the second factor on and ends all sessions',
    ...BY_PROOF,
  },
  endMfa: {
    method: 'POST',
    path: '/users/me/mfa/disable',
    summary: 'Switches the second factor off and ends all sessions',
    ...BY_PROOF,
  },
});
