import * as z from 'zod';
import { defineContract } from '../../shared/http/contract.ts';

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
      refusals: { 'users.invalid_credentials': 401, 'users.too_many_attempts': 429 },
    },
  },
});
