import { defineContract } from '../../../shared/http/contract.ts';
import { checkoutRoutes } from './checkout.ts';
import { orderRoutes } from './orders.ts';

export { orderSchema } from './schemas.ts';

export const ordersContract = defineContract({
  domain: 'orders',
  routes: { ...checkoutRoutes, ...orderRoutes },
});
