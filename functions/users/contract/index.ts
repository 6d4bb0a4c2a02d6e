import { defineContract } from '../../../shared/http/contract.ts';
import { accountRoutes } from './accounts.ts';
import { addressRoutes } from './addresses.ts';
import { profileRoutes } from './profile.ts';
import { secondFactorRoutes } from './second-factor.ts';

export { CHALLENGE_MINUTES, ENROLMENT_CLIENT } from '../domain/values.ts';
export { passwordSchema } from './accounts.ts';

export const usersContract = defineContract({
  domain: 'users',
  description: 'Accounts, sign-in, profiles, address books and roles.',
  codes: {
    'users.invalid_code': 'The code is wrong, has expired, or is not for this address.',
    'users.invalid_credentials': 'The email or the password is wrong.',
    'users.too_many_attempts': 'There were too many attempts to sign in to this account: wait a while.',
    'users.invalid_refresh_token': 'The refresh token is invalid, has expired, or was revoked.',
    'users.wrong_password': 'The current password is wrong.',
    'users.invalid_mfa_code': 'The code is wrong, was used before, or its sign-in has ended.',
    'users.mfa_is_on': 'The second factor is on already.',
    'users.last_admin': 'The user is the last admin.',
    'users.too_many_addresses': 'An address book holds at most 50 addresses.',
  },
  routes: { ...accountRoutes, ...secondFactorRoutes, ...profileRoutes, ...addressRoutes },
});
