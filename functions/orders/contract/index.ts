import { defineContract } from '../../../shared/http/contract.ts';
import { orderRoutes } from './orders.ts';

export const ordersContract = defineContract({
  domain: 'orders',
  description: 'Orders with their history.',
  codes: { 'orders.not_cancellable': 'The order can no longer be cancelled.' },
  routes: orderRoutes,
});
