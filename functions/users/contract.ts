import * as z from 'zod';
import { defineContract, type Throttle } from '../../shared/http/contract.ts';

const QUARTER_HOUR = 15 * 60;

/** What guesses a password or a code: few per account, whoever guesses; more per address, which a whole office may share. */
const GUESSES: readonly Throttle[] = [
  { name: 'guess-account', per: { body: 'email' }, counts: 'failures', limit: 10, windowSeconds: QUARTER_HOUR },
  { name: 'guess-address', per: 'address', counts: 'failures', limit: 100, windowSeconds: QUARTER_HOUR },
];

export const usersContract = defineContract({
  domain: 'users',
  routes: {
    login: {
      method: 'POST',
      path: '/users/login',
      access: ['public'],
      summary: 'Signs a user in with email and password',
      body: z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(256) }),
      responses: {
        200: z.strictObject({
          accessToken: z.string(),
          idToken: z.string(),
          refreshToken: z.string(),
          /** Seconds until the access token expires. */
          expiresIn: z.int(),
        }),
      },
      throttles: GUESSES,
      refusals: { 'users.invalid_credentials': 401, 'users.too_many_attempts': 429 },
    },
  },
});
