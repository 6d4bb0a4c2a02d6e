import { defineContract } from '../../../shared/http/contract.ts';
import { checkoutRoutes } from './checkout.ts';
import { orderRoutes } from './orders.ts';

export { orderSchema } from './schemas.ts';

export const ordersContract = defineContract({
  domain: 'orders',
  description: 'Checkout, and orders with their history.',
  codes: {
    'orders.idempotency_key_reused': 'The Idempotency-Key was used with another body.',
    'orders.cart_empty': 'There is nothing in the cart.',
    'orders.total_too_large': 'The total is more than one payment can be.',
    'orders.checkout_in_progress': 'An order of this cart is in progress.',
    'orders.item_unavailable': 'An item of the cart is no longer sold.',
    'orders.total_changed': 'The total has changed since it was shown.',
    'orders.not_cancellable': 'The order can no longer be cancelled.',
  },
  routes: { ...checkoutRoutes, ...orderRoutes },
});
