import * as z from 'zod';
import { defineRoutes, type Throttle } from '../../../shared/http/contract.ts';
import { addressSchema, lineSchema } from '../../../shared/kernel/address.ts';
import { checkAddress } from '../../../shared/kernel/address-check.ts';
import { priceSchema } from '../../../shared/kernel/schemas.ts';
import { orderSchema } from './schemas.ts';

const checkoutSchema = z.strictObject({
  email: z.email().max(254),
  shippingAddress: addressSchema.superRefine(checkAddress),
  billingAddress: addressSchema.superRefine(checkAddress).optional(),
  shippingMethod: lineSchema(64).optional(),
  /** A payment method id of Stripe, e.g. `pm_card_visa`. */
  paymentMethod: z.string().regex(/^pm_[A-Za-z0-9_]{1,128}$/, 'A Stripe payment-method id such as pm_card_visa.'),
  /** What the buyer was shown; when the total is another by now, nothing is bought. */
  expectedTotal: priceSchema.optional(),
});

/** Room for a buyer's retries, not for a program that tries cards. A guest is counted per cart. */
const CHECKOUT: Throttle = {
  name: 'checkout',
  per: 'caller',
  counts: 'requests',
  limit: { guest: 60, customer: 120, partner: 1200 },
  windowSeconds: 60,
};

export const checkoutRoutes = defineRoutes({
  placeOrder: {
    method: 'POST',
    path: '/orders',
    access: ['guest', 'customer'],
    summary: 'Buys what is in the cart',
    function: 'checkout',
    body: checkoutSchema,
    idempotencyKey: 'required',
    throttles: [CHECKOUT],
    responses: { 201: orderSchema, 202: orderSchema },
    refusals: {
      'orders.idempotency_key_reused': 422,
      'orders.cart_empty': 422,
      'orders.total_too_large': 422,
      'orders.checkout_in_progress': 409,
      'orders.item_unavailable': 409,
      'orders.total_changed': 409,
    },
  },
});
