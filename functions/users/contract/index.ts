import { defineContract } from '../../../shared/http/contract.ts';
import { accountRoutes } from './accounts.ts';
import { addressRoutes } from './addresses.ts';
import { profileRoutes } from './profile.ts';

export { passwordSchema } from './accounts.ts';

export const usersContract = defineContract({
  domain: 'users',
  routes: { ...accountRoutes, ...profileRoutes, ...addressRoutes },
});
